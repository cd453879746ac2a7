import { DisableAgentSchema, type AgentView, type DisableAgent } from "@/lib/contract/agent";
import { DomainError } from "@/lib/core/error";
import { findAgent, markAgentDisabled } from "@/lib/data/agents";
import { outdateClaims } from "@/lib/data/claim-turn";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { agentView } from "./view";

/** For good: all of its keys stop at once, and nothing it was permitted is redeemed any more. Repeatable. Errors: not_found. */
export async function disableAgent(ctx: ServiceContext, input: DisableAgent): Promise<AgentView> {
  requireAdministrator(ctx);
  const { agent } = parseInput(DisableAgentSchema, input);
  return administer(ctx, async (tx, executor) => {
    const found = await findAgent(tx, agent, ctx.now());
    if (!found) throw new DomainError("not_found", `No agent "${agent}" is registered.`);
    const now = ctx.now();
    await outdateClaims(executor);
    if (!(await markAgentDisabled(tx, found.id, now))) return agentView(found);
    await record(ctx, executor, {
      action: "agent.changed",
      subject: found.id,
      data: { name: found.name, disabled: true },
    });
    return agentView({ ...found, disabledAt: now });
  });
}
