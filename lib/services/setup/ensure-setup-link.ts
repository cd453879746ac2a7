import type { ActorOf } from "@/lib/core/actor";
import { hashToken, newToken } from "@/lib/core/bearer-token";
import { newId } from "@/lib/core/id";
import { lockAdministration } from "@/lib/data/administration";
import { insertLink, withdrawLinks } from "@/lib/data/links";
import { hasAdmin } from "@/lib/data/users";
import { record, type ServiceContext } from "../context";
import { linkUrl } from "../user/invite";

/** It is printed anew at each start, so it needn't outlive the day. */
const SETUP_LINK_TTL_S = 24 * 3600;

/**
 * The link by which the first admin is made; null once there is one. Only its hash is stored, so each
 * start makes a new one, and the one before opens nothing any more.
 */
export async function ensureSetupLink(
  ctx: ServiceContext<ActorOf<"system">>,
): Promise<string | null> {
  return ctx.db.transaction(async (tx) => {
    await lockAdministration(tx);
    if (await hasAdmin(tx)) return null;
    await withdrawLinks(tx, "setup", null);
    const token = newToken();
    const id = newId("lnk");
    await insertLink(
      tx,
      { id, purpose: "setup", tokenHash: hashToken(token), email: null, ttl_s: SETUP_LINK_TTL_S },
      ctx.actor,
    );
    await record(ctx, tx, { action: "link.created", subject: id, data: { purpose: "setup" } });
    return linkUrl(ctx, "/setup", token);
  });
}
