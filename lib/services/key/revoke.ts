import type { KeyView } from "@/lib/contract/key";
import { findKey, markKeyRevoked } from "@/lib/data/api-keys";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { noSuchKey } from "./missing";
import { keyView } from "./view";

/** From the next request on the key is refused. Its successor lives on. Repeatable. Errors: not_found. */
export async function revokeKey(ctx: ServiceContext, { id }: { id: string }): Promise<KeyView> {
  requireAdministrator(ctx);
  return administer(ctx, async (tx, executor) => {
    const key = await findKey(tx, id);
    if (!key) throw noSuchKey();
    const now = ctx.now();
    if (!(await markKeyRevoked(tx, id, now))) return keyView(key, now);
    await record(ctx, executor, { action: "key.revoked", subject: id, data: { kind: key.kind } });
    return keyView({ ...key, revokedAt: now }, now);
  });
}
