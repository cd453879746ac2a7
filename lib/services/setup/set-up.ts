import type { ActorOf } from "@/lib/core/actor";
import { hashToken, isToken } from "@/lib/core/bearer-token";
import { DomainError } from "@/lib/core/error";
import { newId, type Id } from "@/lib/core/id";
import type { StartedSession } from "@/lib/core/sign-in";
import { lockAdministration } from "@/lib/data/administration";
import type { Executor } from "@/lib/data/database";
import { findOpenLink, takeLink } from "@/lib/data/links";
import { hasAdmin, insertFirstAdmin, insertFirstGroup, joinGroups } from "@/lib/data/users";
import { record, type ServiceContext } from "../context";
import type { BrowserContext } from "../session/context";
import { startSession } from "../session/start";

type VisitorContext = BrowserContext<ActorOf<"visitor">>;

/** What the set-up page has to say; looking changes nothing. */
export async function lookAtSetup(
  ctx: ServiceContext,
  token: string,
): Promise<"open" | "done" | "spent"> {
  if (await hasAdmin(ctx.db)) return "done";
  const link = isToken(token) ? await findOpenLink(ctx.db, hashToken(token)) : null;
  return link?.purpose === "setup" ? "open" : "spent";
}

/**
 * Makes the first admin, once, and signs them in. Where there is no reviewer group yet, makes one with
 * them in it. Errors: link_spent, already_exists.
 */
export async function setUp(
  ctx: VisitorContext,
  input: { token: string; email: string; name: string },
): Promise<StartedSession> {
  return ctx.db.transaction(async (tx) => {
    await lockAdministration(tx);
    const link = await takeLink(tx, {
      tokenHash: hashToken(input.token),
      purposes: ["setup"],
      email: null,
    });
    if (!link)
      throw new DomainError(
        "link_spent",
        "This set-up link was used, is too old, or was replaced by a later start. The terminal shows the link that works.",
      );
    const admin = { id: newId("usr"), email: input.email, name: input.name };
    if (!(await insertFirstAdmin(tx, admin)))
      throw new DomainError(
        "already_exists",
        "There is an admin already. Sign in, or ask them to invite you.",
      );
    await record(ctx, tx, {
      action: "link.used",
      subject: link.id,
      data: { purpose: "setup", user: admin.id },
    });
    await record(ctx, tx, {
      action: "user.created",
      subject: admin.id,
      data: { email: admin.email, role: "admin", first: true },
    });
    await makeFirstGroup(ctx, tx, admin.id);
    return startSession(ctx, tx, { userId: admin.id, method: "setup" });
  });
}

async function makeFirstGroup(
  ctx: VisitorContext,
  tx: Executor,
  adminId: Id<"usr">,
): Promise<void> {
  const id = newId("grp");
  if (!(await insertFirstGroup(tx, id))) return;
  await joinGroups(tx, adminId, [id]);
  await record(ctx, tx, {
    action: "group.created",
    subject: id,
    data: { slug: "reviewers", members: [adminId] },
  });
}
