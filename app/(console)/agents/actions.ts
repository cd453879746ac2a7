"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { createAgent } from "@/lib/services/agent/create";
import { setBudget } from "@/lib/services/agent/set-budget";
import { disableAgent } from "@/lib/services/agent/disable";
import { action } from "@/lib/web/action";

const CreateSchema = z.object({
  name: z.string(),
  description: z.string(),
  owner: z.string(),
  kind: z.enum(["agent", "canary"]),
});

export const create = action(
  CreateSchema,
  async (ctx, { owner, kind, ...input }): Promise<Done> => {
    const { name } = await createAgent(ctx, {
      ...input,
      canary: kind === "canary",
      ...(owner ? { owner } : {}),
    });
    return { said: `${name} is registered. Give it a key next.` };
  },
);

/** An empty field is no limit; what isn't a number is refused by the schema that it goes to. */
const limit = (text: string) => (text.trim() === "" ? null : Number(text));

export const budget = action(
  z.object({ agent: z.string(), max_pending: z.string(), max_per_hour: z.string() }),
  async (ctx, { agent, max_pending, max_per_hour }): Promise<Done> => {
    const { name } = await setBudget(ctx, {
      agent,
      max_pending: limit(max_pending),
      max_per_hour: limit(max_per_hour),
    });
    return { said: `${name} has its new budget.` };
  },
);

export const disable = action(z.object({ agent: z.string() }), disableAgent);
