import { newId } from "@/lib/core/id";
import type { Executor } from "./database";
import { mayObject } from "./eligibility";
import { sessionLives } from "./sessions";

const REVOKE = {
  name: "grant_revoke",
  text: `WITH revoked AS (
    UPDATE grants g SET status = 'revoked' WHERE g.id = $1 AND g.status = 'issued'
    RETURNING g.operation_id
  ), moved AS (
    UPDATE operations o SET version = o.version + 1 FROM revoked r WHERE o.id = r.operation_id
  ) SELECT operation_id FROM revoked`,
};

/** False where somebody has claimed it, or it has ended otherwise. */
export async function revokeIssuedGrant(tx: Executor, grantId: string): Promise<boolean> {
  return (await tx.query(REVOKE, [grantId])).length === 1;
}

const OBJECT = {
  name: "grant_object",
  text: `WITH revoked AS (
    UPDATE grants g SET status = 'revoked' FROM operations o
    WHERE o.id = $1 AND g.operation_id = o.id AND g.status = 'issued' AND g.expires_at > clock_timestamp()
      AND ${sessionLives("$3", "$2")} AND ${mayObject("o", "$2")}
    RETURNING g.id, g.operation_id, g.not_before > clock_timestamp() AS in_window
  ), moved AS (
    UPDATE operations o SET version = o.version + 1 FROM revoked r WHERE o.id = r.operation_id
  ) SELECT id, in_window FROM revoked`,
};

/** Revokes it for a person who may object, where nobody has claimed it at that instant; else null. */
export async function revokeByObjection(
  tx: Executor,
  objection: { operationId: string; userId: string; sessionId: string },
): Promise<{ grantId: string; inWindow: boolean } | null> {
  const { operationId, userId, sessionId } = objection;
  const [row] = await tx.query<{ id: string; in_window: boolean }>(OBJECT, [
    operationId,
    userId,
    sessionId,
  ]);
  return row ? { grantId: row.id, inWindow: row.in_window } : null;
}

const APPROVERS = {
  text: `SELECT u.email FROM decisions d JOIN users u ON u.id = d.user_id
    WHERE d.operation_id = $1 AND d.verdict = 'approve' AND u.status = 'active'
      AND u.id IS DISTINCT FROM $2 ORDER BY u.email`,
};
const MAIL = {
  text: `INSERT INTO outbox (id, kind, recipient, payload, operation_id)
    VALUES ($1, $2, $3, $4::jsonb, $5)`,
};

/** Tells everyone who approved that it came to nothing, and why; not who brought that about. */
export async function mailApprovers(
  tx: Executor,
  operationId: string,
  mail: {
    kind: "approval_void" | "grant_revoked";
    payload: Readonly<Record<string, unknown>>;
    except: string | null;
  },
): Promise<void> {
  for (const { email } of await tx.query<{ email: string }>(APPROVERS, [operationId, mail.except]))
    await tx.query(MAIL, [
      newId("out"),
      mail.kind,
      email,
      JSON.stringify({ operation_id: operationId, ...mail.payload }),
      operationId,
    ]);
}
