import type { Command } from "commander";
import type { AgentView, CreateAgent } from "@/lib/contract/agent";
import { createAgent } from "@/lib/services/agent/create";
import { disableAgent } from "@/lib/services/agent/disable";
import { listAgents } from "@/lib/services/agent/list";
import { moment, table } from "../terminal";
import { runs } from "./command";

export function addAgents(program: Command): void {
  const agents = program.command("agents").description("who may ask");

  runs(agents.command("list").description("all agents"), () => ({}), listAgents, showAll);

  const create = agents
    .command("create")
    .description("register an agent; `keys issue agent` then gives it a key")
    .argument("<name>", "such as staging-fixer")
    .option("--description <text>", "what it is for")
    .option("--owner <email>", "who answers for it, and so may not approve what it asks")
    .option("--canary", "what it asks is planted, to see whether it is read: never permitted");
  runs(
    create,
    (): CreateAgent => ({
      name: create.args[0] ?? "",
      ...create.opts<{ description?: string; owner?: string; canary?: boolean }>(),
    }),
    createAgent,
    (one) => showAll([one]),
  );

  const disable = agents
    .command("disable")
    .description("stop all of its keys and what it was permitted, for good")
    .argument("<name>");
  runs(
    disable,
    () => ({ agent: disable.args[0] ?? "" }),
    disableAgent,
    (one) => showAll([one]),
  );
}

const showAll = (agents: AgentView[]): string =>
  agents.length === 0
    ? "No agent yet. Create one: agents create staging-fixer"
    : table(
        ["NAME", "OWNER", "LIVE KEYS", "DISABLED SINCE", "ID", "DESCRIPTION"],
        agents.map((one) => [
          one.name,
          one.owner?.name ?? "–",
          String(one.live_keys),
          moment(one.disabled_at),
          one.id,
          one.description,
        ]),
      );
