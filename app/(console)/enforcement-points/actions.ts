"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { createEnforcementPoint } from "@/lib/services/enforcement-point/create";
import { removeGraphqlSchema } from "@/lib/services/graphql-schema/remove";
import { registerGraphqlSchema } from "@/lib/services/graphql-schema/register";
import { disableEnforcementPoint } from "@/lib/services/enforcement-point/disable";
import type { ActionResult } from "@/lib/contract/action";
import { GRAPHQL_SCHEMA_BYTES_MAX } from "@/lib/core/graphql-schema";
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

const registerOne = action(
  z.object({ id: z.string(), text: z.string().max(GRAPHQL_SCHEMA_BYTES_MAX) }),
  async (ctx, { id, text }): Promise<Done> => {
    const { schema } = await registerGraphqlSchema(ctx, { id, schema: text });
    const { mutations } = schema;
    return { said: `Registered: ${mutations} ${mutations === 1 ? "mutation" : "mutations"}.` };
  },
);

/** The id is bound by the page, the text comes from the form; both are judged like any input. */
export async function registerSchema(
  id: string,
  form: { text: string },
): Promise<ActionResult<Done>> {
  return registerOne({ ...form, id });
}

export const removeSchema = action(z.object({ id: z.string() }), removeGraphqlSchema);
