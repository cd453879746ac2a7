import { RotateKeySchema, type IssuedKeyView, type RotateKey } from "@/lib/contract/key";
import { DomainError } from "@/lib/core/error";
import { findKey, markKeyRotated, readKey, type KeyFacts } from "@/lib/data/api-keys";
import { outdateClaims } from "@/lib/data/claim-turn";
import { administer } from "../administer";
import { requireAdministrator, requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSuchKey } from "./missing";
import { storeNewKey } from "./mint";
import { keyView } from "./view";

/**
 * A successor of the same kind and scope; the old key works on for `overlap` seconds, never longer
 * than it would have. Once per key. Errors: not_found, key_revoked, key_expired, already_exists.
 */
export async function rotateKey(
  ctx: ServiceContext,
  { id, ...input }: RotateKey & { id: string },
): Promise<IssuedKeyView> {
  requireAdministrator(ctx);
  const { overlap, expires_in } = parseInput(RotateKeySchema, input);
  const successor = await administer(ctx, async (tx, executor) => {
    const old = await findKey(tx, id);
    if (!old) throw noSuchKey();
    if (old.kind === "admin") requireHumanAdministrator(ctx);
    // The old one may end at once.
    await outdateClaims(executor);
    const issued = await storeNewKey(ctx, tx, {
      kind: old.kind,
      name: old.name,
      agentId: old.agentId,
      enforcementPointId: old.enforcementPointId,
      scope: old.scope,
      expiresIn_s: expires_in,
    });
    const now = ctx.now();
    const until = new Date(now.getTime() + overlap * 1000);
    if (!(await markKeyRotated(tx, { id, to: issued.id, until, now }))) throw notRotatable(old);
    await record(ctx, executor, {
      action: "key.rotated",
      subject: id,
      data: { to: issued.id, overlap, expires_at: issued.expiresAt.toISOString() },
    });
    return issued;
  });
  const stored = await readKey(ctx.db.prisma, successor.id);
  return { ...keyView(stored, ctx.now()), key: successor.key };
}

function notRotatable(key: KeyFacts): DomainError {
  if (key.revokedAt)
    return new DomainError("key_revoked", "A revoked key has no successor. Issue a new key.");
  if (key.rotatedTo)
    return new DomainError("already_exists", `This key was rotated before: to ${key.rotatedTo}.`);
  return new DomainError("key_expired", "An expired key has no successor. Issue a new key.");
}
