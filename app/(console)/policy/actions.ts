"use server";
import { z } from "zod";
import {
  ActivatePolicySchema,
  SavePolicySchema,
  SimulatePolicySchema,
  ValidatePolicySchema,
} from "@/lib/contract/policy-version";
import { activatePolicy } from "@/lib/services/policy/activate";
import { savePolicy } from "@/lib/services/policy/save";
import { simulatePolicy } from "@/lib/services/policy/simulate";
import { validatePolicy } from "@/lib/services/policy/validate";
import { action } from "@/lib/web/action";

export const validate = action(ValidatePolicySchema, validatePolicy);

export const simulate = action(SimulatePolicySchema, simulatePolicy);

export const save = action(SavePolicySchema, async (ctx, input) => {
  const { policy } = await savePolicy(ctx, input);
  return { version: policy.version };
});

export const activate = action(ActivatePolicySchema, activatePolicy);

export const deactivate = action(z.object({ expected_version: z.number() }), (ctx, input) =>
  activatePolicy(ctx, { ...input, version: 0 }),
);
