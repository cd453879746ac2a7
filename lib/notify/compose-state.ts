import { findFrozen } from "@/lib/data/frozen-environments";
import type { Executor } from "@/lib/data/database";
import type { ClaimedMail } from "@/lib/data/outbox";
import { findBounced } from "@/lib/data/recipients";
import type { Composed } from "./composed";
import { bounced, frozen } from "./state-mails";

/** A mail about how things stand: only while they do. */
export async function composeStateMail(
  db: Executor,
  mail: ClaimedMail,
  publicUrl: string,
): Promise<Composed> {
  const { user_id: userId, environment_id: environmentId, by, reason } = mail.payload;
  if (mail.kind === "bounced") {
    if (typeof userId !== "string") return { broken: "nobody is named" };
    const person = await findBounced(db, userId);
    return person
      ? { content: bounced(person, publicUrl) }
      : { skip: "mail to this person arrives again" };
  }
  const isNamed = typeof environmentId === "string" || environmentId === null;
  if (!isNamed || typeof by !== "string" || typeof reason !== "string")
    return { broken: "nothing is told" };
  const environment = await findFrozen(db, environmentId);
  if (!environment) return { skip: "it is open again" };
  return { content: frozen({ environment, by, reason }, publicUrl) };
}
