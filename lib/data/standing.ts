import type { Standing } from "@/lib/core/transition";
import type { Executor } from "./database";
import { isMember, mayApprove } from "./eligibility";

const STANDING = {
  name: "operation_standing",
  text: `SELECT ${isMember("o", "$2")} AS member, ${mayApprove("o", "$2")} AS approver FROM operations o WHERE o.id = $1`,
};

/** What a person is to an operation; `none` where there is no such operation. */
export async function findStanding(
  db: Executor,
  operationId: string,
  userId: string,
): Promise<Standing> {
  const [row] = await db.query<{ member: boolean; approver: boolean }>(STANDING, [
    operationId,
    userId,
  ]);
  if (!row?.member) return "none";
  return row.approver ? "eligible" : "self";
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
