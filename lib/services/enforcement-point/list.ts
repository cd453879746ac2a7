import type { EnforcementPointView } from "@/lib/contract/enforcement-point";
import { listEnforcementPoints as listStored } from "@/lib/data/enforcement-points";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { enforcementPointView } from "./view";

/** All of them, by name. */
export async function listEnforcementPoints(ctx: ServiceContext): Promise<EnforcementPointView[]> {
  requireMember(ctx);
  return (await listStored(ctx.db.prisma, ctx.now())).map(enforcementPointView);
}
