"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { createAgent } from "@/lib/services/agent/create";
import { disableAgent } from "@/lib/services/agent/disable";
import { action } from "@/lib/web/action";

const CreateSchema = z.object({ name: z.string(), description: z.string(), owner: z.string() });

export const create = action(CreateSchema, async (ctx, { owner, ...input }): Promise<Done> => {
  const { name } = await createAgent(ctx, { ...input, ...(owner ? { owner } : {}) });
  return { said: `${name} is registered. Give it a key next.` };
});

export const disable = action(z.object({ agent: z.string() }), disableAgent);
