import type { EnvironmentView } from "@/lib/contract/environment";
import { listEnvironments as listStored } from "@/lib/data/environments";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { environmentView } from "./view";

/** All of them, by slug. */
export async function listEnvironments(ctx: ServiceContext): Promise<EnvironmentView[]> {
  requireMember(ctx);
  return (await listStored(ctx.db.prisma)).map(environmentView);
}
