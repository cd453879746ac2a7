import type { KeyView } from "@/lib/contract/key";
import { findKey, markKeyRevoked, readKey } from "@/lib/data/api-keys";
import { outdateClaims } from "@/lib/data/claim-turn";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { noSuchKey } from "./missing";
import { keyView } from "./view";

/** From the next request on the key is refused. Its successor lives on. Repeatable. Errors: not_found. */
export async function revokeKey(ctx: ServiceContext, { id }: { id: string }): Promise<KeyView> {
  requireAdministrator(ctx);
  await administer(ctx, async (tx, executor) => {
    const key = await findKey(tx, id);
    if (!key) throw noSuchKey();
    await outdateClaims(executor);
    if (!(await markKeyRevoked(tx, id, ctx.now()))) return;
    await record(ctx, executor, { action: "key.revoked", subject: id, data: { kind: key.kind } });
  });
  return keyView(await readKey(ctx.db.prisma, id), ctx.now());
}
