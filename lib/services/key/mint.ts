import { actorRecord } from "@/lib/core/actor";
import { hashApiKeySecret, mintApiKey } from "@/lib/core/api-key";
import { newId, type Id } from "@/lib/core/id";
import { findKey, insertKey, type NewKey } from "@/lib/data/api-keys";
import type { Models } from "../administer";
import type { ServiceContext } from "../context";

export interface StoredNewKey {
  id: Id<"key">;
  /** The key itself: the database keeps only its HMAC. */
  key: string;
  expiresAt: Date;
}

/** Makes and stores a key. */
export async function storeNewKey(
  ctx: ServiceContext,
  tx: Models,
  wanted: Pick<NewKey, "kind" | "name" | "agentId" | "enforcementPointId" | "scope"> & {
    expiresIn_s: number;
  },
): Promise<StoredNewKey> {
  const { expiresIn_s, ...row } = wanted;
  const { key, keyId, secret } = mintApiKey(wanted.kind);
  const id = newId("key");
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + expiresIn_s * 1000);
  await insertKey(tx, {
    ...row,
    id,
    keyId,
    secretHmac: hashApiKeySecret(secret, ctx.config.keyPepper),
    createdBy: actorRecord(ctx.actor),
    creatorId: await personBehind(ctx, tx),
    createdAt,
    expiresAt,
  });
  return { id, key, expiresAt };
}

/**
 * Who may not approve what is asked with the key, since they could have kept it. Through an admin key
 * that is the person who made the admin key: a key in between makes nobody somebody else.
 */
async function personBehind({ actor }: ServiceContext, tx: Models): Promise<string | null> {
  if (actor.kind === "reviewer") return actor.userId;
  if (actor.kind !== "admin_key") return null;
  return (await findKey(tx, actor.apiKeyId))?.creatorId ?? null;
}
