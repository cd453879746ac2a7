import { SwitchMailSchema, type SwitchMail } from "@/lib/contract/mail";
import type { ActorOf } from "@/lib/core/actor";
import * as data from "@/lib/data/recipients";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";

/** Turns a kind of one's own mail on or off. Repeatable. What the policy demands can't be named here. */
export async function switchMail(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  input: SwitchMail,
): Promise<void> {
  const { name, on } = parseInput(SwitchMailSchema, input);
  await ctx.db.transaction(async (tx) => {
    const to = on ? "on" : "off";
    const { userId } = ctx.actor;
    if (!(await data.switchMail(tx, { userId, name, to }))) return;
    await record(ctx, tx, { action: "user.mail_choice", subject: userId, data: { name, to } });
  });
}
