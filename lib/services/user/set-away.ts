import { SetAwaySchema, type SetAway } from "@/lib/contract/delegation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { findAway, updateAway } from "@/lib/data/users";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser } from "./find";
import { assertStillOwnOrAdmin, requireOwnOrAdmin } from "./own-or-managed";

/** Past it, a person has left rather than gone away. */
const AWAY_DAYS_MAX = 365;

/**
 * Out of office until then, or back with null: they aren't mailed requests nor counted among those who
 * could approve, and may still decide if they come. Errors: not_found, forbidden, validation_failed.
 */
export async function setAway(
  ctx: ServiceContext,
  input: SetAway,
): Promise<{ away_until: string | null }> {
  const { user, until } = parseInput(SetAwaySchema, input);
  const own = ctx.actor.kind === "reviewer" ? ctx.actor.userId : "";
  const person = await findUser(ctx.db.prisma, user ?? own);
  requireOwnOrAdmin(ctx, person.id);
  const ahead_ms = until === null ? 1 : Date.parse(until) - ctx.now().getTime();
  if (ahead_ms <= 0 || ahead_ms > AWAY_DAYS_MAX * 24 * 3600 * 1000) {
    const detail = `Choose a time to come, within ${AWAY_DAYS_MAX} days.`;
    throw new DomainError("validation_failed", detail, {
      errors: [{ pointer: "/until", detail }],
    });
  }
  await ctx.db.transaction(async (tx) => {
    await assertStillOwnOrAdmin(ctx, tx, person.id);
    if (!(await updateAway(tx, person.id, until))) return;
    await record(ctx, tx, {
      action: "user.changed",
      subject: person.id,
      data: { away_until: until },
    });
  });
  return { away_until: until };
}

/** Until when the caller is away; null: here. */
export async function readAway(ctx: ServiceContext<ActorOf<"reviewer">>): Promise<string | null> {
  return (await findAway(ctx.db, ctx.actor.userId))?.toISOString() ?? null;
}
