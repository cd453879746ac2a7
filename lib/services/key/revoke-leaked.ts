import { parseApiKey } from "@/client/protocol/api-key";
import { RevokeLeakedKeySchema, type RevokeLeakedKey } from "@/lib/contract/key";
import { apiKeySecretMatches } from "@/lib/core/api-key";
import { markKeyRevoked } from "@/lib/data/api-keys";
import { outdateClaims } from "@/lib/data/claim-turn";
import { findKeyForAuthentication } from "@/lib/data/key-lookup";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";

/** Compared with when a key isn't known, so that this takes as long. */
const NO_HMAC = new Uint8Array(32);

/**
 * Whoever holds a key may end it: possession suffices, and the answer tells nobody whether it
 * existed. Errors: validation_failed (no text at all).
 */
export async function revokeLeakedKey(ctx: ServiceContext, input: RevokeLeakedKey): Promise<void> {
  const parsed = parseApiKey(parseInput(RevokeLeakedKeySchema, input).key);
  if (!parsed.ok) return;
  const stored = await findKeyForAuthentication(ctx.db, parsed.keyId);
  const held = apiKeySecretMatches(
    parsed.secret,
    stored?.secretHmac ?? NO_HMAC,
    ctx.config.keyPepper,
  );
  if (!stored || !held || stored.kind !== parsed.kind) return;
  // A key that is known to the whole world mustn't hold up claims for who reports it again and again.
  if (stored.revoked) return;
  await ctx.db.administer(async (tx, executor) => {
    await outdateClaims(executor);
    if (!(await markKeyRevoked(tx, stored.id, ctx.now()))) return;
    await record(ctx, executor, {
      action: "key.revoked",
      subject: stored.id,
      data: { kind: stored.kind, reason: "reported as leaked" },
    });
  });
}
