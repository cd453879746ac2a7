import type { GroupView } from "@/lib/contract/group";
import { listGroups as listStored } from "@/lib/data/groups";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { groupView } from "./view";

/** All of them with their members, by slug. */
export async function listGroups(ctx: ServiceContext): Promise<GroupView[]> {
  requireMember(ctx);
  return (await listStored(ctx.db.prisma)).map(groupView);
}
