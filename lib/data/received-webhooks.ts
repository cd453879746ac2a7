import type { Executor } from "./database";

const REMEMBER = {
  text: `INSERT INTO received_webhooks (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id`,
};

/** False where it came before. */
export async function rememberWebhook(tx: Executor, id: string): Promise<boolean> {
  return (await tx.query(REMEMBER, [id])).length === 1;
}

// A signature is accepted for minutes around its time, so an id of yesterday can't come again.
const CLEAR = {
  name: "sweep_received_webhooks",
  text: `DELETE FROM received_webhooks WHERE received_at < now() - interval '1 day'`,
};

export async function clearReceivedWebhooks(db: Executor): Promise<void> {
  await db.query(CLEAR, []);
}
