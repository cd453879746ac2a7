import type { Standing } from "@/lib/core/transition";
import type { Executor } from "./database";
import { isDisinterested, isMember, isSole, mayApprove, mayObject } from "./eligibility";

const STANDING = {
  name: "operation_standing",
  text: `SELECT ${isMember("o", "$2")} AS member, ${isDisinterested("o", "$2")} AS disinterested,
      ${mayApprove("o", "$2")} AS approver, ${isSole("o", "$2")} AS sole,
      ${mayObject("o", "$2")} AS objector,
      EXISTS (SELECT 1 FROM passkeys pk WHERE pk.user_id = $2) AS has_passkey
    FROM operations o WHERE o.id = $1`,
};

/** What a person is to an operation. */
export interface PersonsPart {
  readonly standing: Standing;
  /** May revoke its grant. */
  readonly objector: boolean;
  readonly hasPasskey: boolean;
}

/** `none` also where there is no such operation. */
export async function findPart(
  db: Executor,
  operationId: string,
  userId: string,
): Promise<PersonsPart> {
  const [row] = await db.query<{
    member: boolean;
    disinterested: boolean;
    approver: boolean;
    sole: boolean;
    objector: boolean;
    has_passkey: boolean;
  }>(STANDING, [operationId, userId]);
  if (!row) return { standing: "none", objector: false, hasPasskey: false };
  return { standing: standingOf(row), objector: row.objector, hasPasskey: row.has_passkey };
}

function standingOf(row: {
  member: boolean;
  disinterested: boolean;
  approver: boolean;
  sole: boolean;
}): Standing {
  if (!row.member) return "none";
  if (!row.disinterested) return "self";
  if (!row.approver) return "spoken_for";
  return row.sole ? "sole" : "eligible";
}

const STANDINGS = {
  name: "operation_standings",
  text: `SELECT o.id, ${isMember("o", "$2")} AS member, ${mayApprove("o", "$2")} AS approver
    FROM operations o WHERE o.id = ANY($1)`,
};

/** The same for several, by operation. */
export async function findStandings(
  db: Executor,
  operationIds: readonly string[],
  userId: string,
): Promise<Map<string, Standing>> {
  const rows = await db.query<{ id: string; member: boolean; approver: boolean }>(STANDINGS, [
    operationIds,
    userId,
  ]);
  return new Map(
    rows.map(({ id, member, approver }) => [id, !member ? "none" : approver ? "eligible" : "self"]),
  );
}
