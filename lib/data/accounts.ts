import type { Id } from "@/lib/core/id";
import type { Executor } from "./database";

const USE = {
  name: "account_use",
  text: `UPDATE accounts SET last_used_at = clock_timestamp()
    WHERE issuer = $1 AND subject = $2 RETURNING user_id`,
};

/** Whom the provider's `sub` was bound to; notes that it was used. */
export async function holderOf(
  tx: Executor,
  issuer: string,
  subject: string,
): Promise<Id<"usr"> | null> {
  const [row] = await tx.query<{ user_id: Id<"usr"> }>(USE, [issuer, subject]);
  return row?.user_id ?? null;
}

const BIND = {
  name: "account_bind",
  text: `INSERT INTO accounts (issuer, subject, user_id) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING user_id`,
};

/** False where this person has another account at the provider already, or the account another person. */
export async function bindAccount(
  tx: Executor,
  account: { issuer: string; subject: string; userId: string },
): Promise<boolean> {
  return (await tx.query(BIND, [account.issuer, account.subject, account.userId])).length === 1;
}
