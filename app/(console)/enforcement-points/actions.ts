"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { createEnforcementPoint } from "@/lib/services/enforcement-point/create";
import { disableEnforcementPoint } from "@/lib/services/enforcement-point/disable";
import { action } from "@/lib/web/action";

const CreateSchema = z.object({ name: z.string(), audience: z.string(), operator: z.string() });

export const create = action(CreateSchema, async (ctx, { operator, ...input }): Promise<Done> => {
  const { name } = await createEnforcementPoint(ctx, {
    ...input,
    ...(operator ? { operator } : {}),
  });
  return { said: `${name} is registered. Give it a key next.` };
});

export const disable = action(z.object({ enforcement_point: z.string() }), disableEnforcementPoint);
