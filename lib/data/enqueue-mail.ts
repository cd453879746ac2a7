import { newId } from "@/lib/core/id";
import type { Executor } from "./database";

/** A mail to one person; `payload` is what its template needs. */
export type QueuedMail =
  | { kind: "sign_in"; recipient: string; payload: { url: string; expires_at: string } }
  | { kind: "invite"; recipient: string; payload: { url: string; invited_by: string } }
  | {
      kind: "recovery_code_used";
      recipient: string;
      payload: { url: string; at: string; left: number };
    }
  | { kind: "delegation"; recipient: string; payload: { delegation_id: string } };

const INSERT = {
  text: `INSERT INTO outbox (id, kind, recipient, payload) VALUES ($1, $2, $3, $4::jsonb)`,
};

/** Hands a mail to the outbox in the transaction of what it tells of. */
export async function enqueueMail(tx: Executor, mail: QueuedMail): Promise<void> {
  await tx.query(INSERT, [newId("out"), mail.kind, mail.recipient, JSON.stringify(mail.payload)]);
}
