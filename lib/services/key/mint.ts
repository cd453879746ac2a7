import type { IssuedKeyView } from "@/lib/contract/key";
import { actorRecord } from "@/lib/core/actor";
import { hashApiKeySecret, mintApiKey } from "@/lib/core/api-key";
import { newId } from "@/lib/core/id";
import { findKey, insertKey, type NewKey } from "@/lib/data/api-keys";
import type { Models } from "../administer";
import type { ServiceContext } from "../context";
import { keyView } from "./view";

/** Makes and stores a key. The secret is in the answer and nowhere else; the database keeps its HMAC. */
export async function storeNewKey(
  ctx: ServiceContext,
  tx: Models,
  wanted: Pick<NewKey, "kind" | "name" | "agentId" | "enforcementPointId" | "scope"> & {
    expiresIn_s: number;
  },
): Promise<IssuedKeyView> {
  const { expiresIn_s, ...row } = wanted;
  const { key, keyId, secret } = mintApiKey(wanted.kind);
  const id = newId("key");
  const now = ctx.now();
  await insertKey(tx, {
    ...row,
    id,
    keyId,
    secretHmac: hashApiKeySecret(secret, ctx.config.keyPepper),
    createdBy: actorRecord(ctx.actor),
    creatorId: ctx.actor.kind === "reviewer" ? ctx.actor.userId : null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + expiresIn_s * 1000),
  });
  const stored = await findKey(tx, id);
  if (!stored) throw new Error("the key that was just made is gone");
  return { ...keyView(stored, now), key };
}
