import type { FreezeView } from "@/lib/contract/freeze";
import { listFreezes as listStored } from "@/lib/data/freezes";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { freezeView } from "./view";

/** Those that hold now: of everything first, then by environment. */
export async function listFreezes(ctx: ServiceContext): Promise<FreezeView[]> {
  requireMember(ctx);
  return (await listStored(ctx.db)).map(freezeView);
}
