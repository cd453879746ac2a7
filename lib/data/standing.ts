import type { Standing } from "@/lib/core/transition";
import type { Executor } from "./database";
import { isDisinterested, isMember, isSole, mayApprove, mayObject } from "./eligibility";

const PARTS = {
  name: "operation_parts",
  text: `SELECT o.id, ${isMember("o", "$2")} AS member, ${isDisinterested("o", "$2")} AS disinterested,
      ${mayApprove("o", "$2")} AS approver, ${isSole("o", "$2")} AS sole,
      ${mayObject("o", "$2")} AS objector,
      EXISTS (SELECT 1 FROM passkeys pk WHERE pk.user_id = $2) AS has_passkey
    FROM operations o WHERE o.id = ANY($1)`,
};

interface PartRow {
  id: string;
  member: boolean;
  disinterested: boolean;
  approver: boolean;
  sole: boolean;
  objector: boolean;
  has_passkey: boolean;
}

/** What a person is to an operation. */
export interface PersonsPart {
  readonly standing: Standing;
  /** May revoke its grant. */
  readonly objector: boolean;
  readonly hasPasskey: boolean;
}

/** Where there is no such operation. */
const NO_PART: PersonsPart = { standing: "none", objector: false, hasPasskey: false };

export async function findPart(
  db: Executor,
  operationId: string,
  userId: string,
): Promise<PersonsPart> {
  return (await findParts(db, [operationId], userId)).get(operationId) ?? NO_PART;
}

/** The same for several, by operation. */
export async function findParts(
  db: Executor,
  operationIds: readonly string[],
  userId: string,
): Promise<Map<string, PersonsPart>> {
  const rows = await db.query<PartRow>(PARTS, [operationIds, userId]);
  return new Map(
    rows.map((row) => [
      row.id,
      { standing: standingOf(row), objector: row.objector, hasPasskey: row.has_passkey },
    ]),
  );
}

function standingOf({ member, disinterested, approver, sole }: PartRow): Standing {
  if (!member) return "none";
  if (!disinterested) return "self";
  if (!approver) return "spoken_for";
  return sole ? "sole" : "eligible";
}
