import type { ActorOf } from "@/lib/core/actor";
import { MAIL_SWITCHES, type MailSwitch } from "@/lib/core/mail-choice";
import { listMuted } from "@/lib/data/recipients";
import type { ServiceContext } from "../context";

/** What one may turn off in one's own mail, and whether it is on. */
export async function listMailSwitches(
  ctx: ServiceContext<ActorOf<"reviewer">>,
): Promise<{ name: MailSwitch; on: boolean }[]> {
  const muted = await listMuted(ctx.db, ctx.actor.userId);
  return MAIL_SWITCHES.map((name) => ({ name, on: !muted.includes(name) }));
}
