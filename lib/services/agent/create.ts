import { CreateAgentSchema, type AgentView, type CreateAgent } from "@/lib/contract/agent";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { findAgent, insertAgent } from "@/lib/data/agents";
import { findPerson } from "@/lib/data/people";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { agentView } from "./view";

/** Registers an agent, which can't ask for anything until it has a key. Errors: already_exists, validation_failed (owner). */
export async function createAgent(ctx: ServiceContext, input: CreateAgent): Promise<AgentView> {
  requireAdministrator(ctx);
  const { name, description, owner, canary, max_pending, max_per_hour } = parseInput(
    CreateAgentSchema,
    input,
  );
  return administer(ctx, async (tx, executor) => {
    const person = owner === undefined ? null : await findPerson(tx, owner);
    if (owner !== undefined && !person)
      throw unknownReference("/owner", `Nobody is registered as "${owner}".`);
    const id = newId("agt");
    const made = {
      id,
      name,
      description,
      ownerId: person?.id ?? null,
      canary,
      maxPending: max_pending,
      maxPerHour: max_per_hour,
    };
    if (!(await insertAgent(tx, made)))
      throw new DomainError("already_exists", `There is an agent "${name}" already.`);
    await record(ctx, executor, {
      action: "agent.created",
      subject: id,
      data: { name, owner: person?.id ?? null, ...(canary ? { canary } : {}) },
    });
    const stored = await findAgent(tx, id, ctx.now());
    if (!stored) throw new Error("the agent that was just made is gone");
    return agentView(stored);
  });
}
