import type { z } from "zod";
import { InviteSchema } from "@/lib/contract/sign-in";
import { hashToken, newToken } from "@/lib/core/bearer-token";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { enqueueMail } from "@/lib/data/enqueue-mail";
import { findGroup } from "@/lib/data/groups";
import { insertLink, withdrawLinks } from "@/lib/data/links";
import { findUser, findUserByEmail } from "@/lib/data/users";
import { administer, type Models } from "../administer";
import { requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";

/** Over a weekend and a holiday. */
const INVITATION_TTL_S = 7 * 24 * 3600;

export type InviteUser = z.input<typeof InviteSchema>;

/**
 * Invites one person; an earlier invitation to the address becomes worthless. `url` is for the admin
 * to hand over; the mail, where one is asked for, has no such link: it leads to signing in by mail,
 * which proves the mailbox. Errors: already_exists, validation_failed (group).
 */
export async function inviteUser(
  ctx: ServiceContext,
  input: InviteUser,
): Promise<{ url: string; expires_at: string }> {
  requireHumanAdministrator(ctx);
  const { email, name, role, groups, sendMail } = parseInput(InviteSchema, input);
  return administer(ctx, async (models, tx) => {
    if (await findUserByEmail(tx, email))
      throw new DomainError("already_exists", `${email} has an account already.`);
    const groupIds = await groupIdsOf(models, groups);
    await withdrawLinks(tx, "invite", email);
    const token = newToken();
    const id = newId("lnk");
    const expiresAt = await insertLink(
      tx,
      {
        id,
        purpose: "invite",
        tokenHash: hashToken(token),
        email,
        name,
        role,
        groupIds,
        ttl_s: INVITATION_TTL_S,
      },
      ctx.actor,
    );
    await record(ctx, tx, {
      action: "link.created",
      subject: id,
      data: { purpose: "invite", email, role, groups: groupIds, mail: sendMail },
    });
    if (sendMail) {
      const url = new URL("/sign-in", ctx.config.publicUrl);
      url.searchParams.set("email", email);
      await enqueueMail(tx, {
        kind: "invite",
        recipient: email,
        payload: { url: url.toString(), invited_by: await nameOfActor(ctx, tx) },
      });
    }
    return { url: linkUrl(ctx, "/invite", token), expires_at: expiresAt.toISOString() };
  });
}

export function linkUrl(ctx: ServiceContext, path: string, token: string): string {
  const url = new URL(path, ctx.config.publicUrl);
  url.searchParams.set("token", token);
  return url.toString();
}

async function groupIdsOf(models: Models, references: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, reference] of references.entries()) {
    const group = await findGroup(models, reference);
    if (!group) throw unknownReference(`/groups/${index}`, `No group is called "${reference}".`);
    ids.push(group.id);
  }
  return ids;
}

async function nameOfActor(
  ctx: ServiceContext,
  tx: Parameters<typeof findUser>[0],
): Promise<string> {
  if (ctx.actor.kind !== "reviewer") return "An operator";
  return (await findUser(tx, ctx.actor.userId))?.name ?? "An admin";
}
