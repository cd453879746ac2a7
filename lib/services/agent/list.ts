import type { AgentView } from "@/lib/contract/agent";
import { listAgents as listStored } from "@/lib/data/agents";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { agentView } from "./view";

/** All of them, by name. */
export async function listAgents(ctx: ServiceContext): Promise<AgentView[]> {
  requireMember(ctx);
  return (await listStored(ctx.db.prisma, ctx.now())).map(agentView);
}
