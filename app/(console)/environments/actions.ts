"use server";
import { z } from "zod";
import type { Done } from "@/components/admin/create-form";
import { FreezeInputSchema, LiftSchema } from "@/lib/contract/freeze";
import { PasskeyAnswerSchema } from "@/lib/contract/sign-in";
import { createEnvironment } from "@/lib/services/environment/create";
import { freeze } from "@/lib/services/freeze/freeze";
import { beginLifting, liftFreeze } from "@/lib/services/freeze/lift";
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

export const freezeNow = action(FreezeInputSchema, freeze);
export const beginLift = action(LiftSchema, beginLifting);
export const lift = action(PasskeyAnswerSchema, liftFreeze);
