import { UserReferenceSchema, type UserReference } from "@/lib/contract/user";
import type { ActorOf } from "@/lib/core/actor";
import { hashToken, newToken } from "@/lib/core/bearer-token";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { insertLink, withdrawLinks } from "@/lib/data/links";
import { administer } from "../administer";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { findUser } from "./find";
import { linkUrl } from "./invite";

/** It is made while the person waits for it. */
const SIGN_IN_LINK_TTL_S = 3600;

/**
 * A one-time link that signs a person in, for recovery on the server's own machine; an earlier one
 * becomes worthless. Errors: not_found, forbidden (suspended).
 */
export async function createSignInLink(
  ctx: ServiceContext<ActorOf<"operator">>,
  input: UserReference,
): Promise<{ url: string; expires_at: string }> {
  const { user } = parseInput(UserReferenceSchema, input);
  return administer(ctx, async (models, tx) => {
    const person = await findUser(models, user);
    if (person.status !== "active")
      throw new DomainError("forbidden", `${person.email} is suspended. Reinstate them first.`);
    await withdrawLinks(tx, "sign_in", person.email);
    const token = newToken();
    const id = newId("lnk");
    const expiresAt = await insertLink(
      tx,
      {
        id,
        purpose: "sign_in",
        tokenHash: hashToken(token),
        email: person.email,
        userId: person.id,
        ttl_s: SIGN_IN_LINK_TTL_S,
      },
      ctx.actor,
    );
    await record(ctx, tx, {
      action: "link.created",
      subject: id,
      data: { purpose: "sign_in", user: person.id },
    });
    return { url: linkUrl(ctx, "/invite", token), expires_at: expiresAt.toISOString() };
  });
}
