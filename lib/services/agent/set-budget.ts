import { SetBudgetSchema, type AgentView, type SetBudget } from "@/lib/contract/agent";
import { DomainError } from "@/lib/core/error";
import { findAgent, updateBudget } from "@/lib/data/agents";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { agentView } from "./view";

/** How much an agent may ask; what waits already stays. Errors: not_found. */
export async function setBudget(ctx: ServiceContext, input: SetBudget): Promise<AgentView> {
  requireAdministrator(ctx);
  const { agent, max_pending, max_per_hour } = parseInput(SetBudgetSchema, input);
  return administer(ctx, async (tx, executor) => {
    const found = await findAgent(tx, agent, ctx.now());
    if (!found) throw new DomainError("not_found", `No agent "${agent}" is registered.`);
    const budget = { maxPending: max_pending, maxPerHour: max_per_hour };
    await updateBudget(tx, found.id, budget);
    await record(ctx, executor, {
      action: "agent.changed",
      subject: found.id,
      data: { name: found.name, max_pending, max_per_hour },
    });
    return agentView({ ...found, ...budget });
  });
}
