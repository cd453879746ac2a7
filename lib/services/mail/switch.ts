import { SwitchMailSchema, type SwitchMail } from "@/lib/contract/mail";
import type { ActorOf } from "@/lib/core/actor";
import * as data from "@/lib/data/recipients";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { assertStillSignedIn } from "../session/still-signed-in";

/**
 * Turns a kind of one's own mail on or off. Repeatable. What the policy demands can't be named here.
 * Errors: unauthenticated.
 */
export async function switchMail(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  input: SwitchMail,
): Promise<void> {
  const { name, on } = parseInput(SwitchMailSchema, input);
  await ctx.db.transaction(async (tx) => {
    const to = on ? "on" : "off";
    if (!(await data.switchMail(tx, { name, to }, ctx.actor))) return assertStillSignedIn(ctx, tx);
    const subject = ctx.actor.userId;
    await record(ctx, tx, { action: "user.mail_choice", subject, data: { name, to } });
  });
}
