"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { registerConnection } from "@/lib/services/connection/register";
import { removeConnection } from "@/lib/services/connection/remove";
import { action } from "@/lib/web/action";

const RegisterSchema = z.object({
  name: z.string(),
  environment: z.string(),
  resources: z.string(),
  url: z.string(),
});

export const register = action(RegisterSchema, async (ctx, input): Promise<Done> => {
  const { name, username } = await registerConnection(ctx, input);
  return { said: `${name} is registered: ${username} can only read.` };
});

export const remove = action(z.object({ connection: z.string() }), removeConnection);
