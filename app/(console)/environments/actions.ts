"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { changeEnvironment } from "@/lib/services/environment/change";
import { createEnvironment } from "@/lib/services/environment/create";
import { action } from "@/lib/web/action";
import { ENVIRONMENT_KINDS } from "@/lib/core/operation";

const CreateSchema = z.object({
  slug: z.string(),
  kind: z.enum(ENVIRONMENT_KINDS),
  group: z.string(),
  approvals_required: z.coerce.number(),
});

export const create = action(CreateSchema, async (ctx, input): Promise<Done> => {
  const { slug } = await createEnvironment(ctx, input);
  return { said: `${slug} is registered.` };
});

export const freeze = action(
  z.object({ environment: z.string(), frozen: z.boolean() }),
  changeEnvironment,
);
