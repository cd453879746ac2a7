"use server";
import { z } from "zod";
import { LONG_TEXTS, longText, type LongTextName } from "@/components/operation/long-text";
import { DigestSchema, idSchema } from "@/lib/contract/scalar";
import { PasskeyAnswerSchema } from "@/lib/contract/sign-in";
import { revokeGrant } from "@/lib/services/grant/revoke";
import { decideOperation } from "@/lib/services/operation/decide";
import { artifactOf } from "@/lib/services/operation/laid-out";
import { planOf } from "@/lib/services/operation/plan";
import { recomputeOperation } from "@/lib/services/operation/recompute";
import { reviewOperation } from "@/lib/services/operation/review";
import { markSeen } from "@/lib/services/operation/see";
import { beginStepUp } from "@/lib/services/operation/step-up";
import { action } from "@/lib/web/action";

const CommentSchema = z
  .string()
  .max(2000)
  .regex(/^[^\0]*$/, "text without a NUL character");

const SeenSchema = z.strictObject({
  operationId: idSchema("op"),
  operationDigest: DigestSchema,
  shownDigest: DigestSchema,
});

const DecideSchema = SeenSchema.extend({
  verdict: z.enum(["approve", "deny"]),
  comment: CommentSchema,
  typed: z.string().max(4000),
  stepUp: PasskeyAnswerSchema.nullable(),
});

export const decide = action(DecideSchema, decideOperation);
export const askPasskey = action(SeenSchema, beginStepUp);
export const object = action(
  z.strictObject({ operationId: idSchema("op"), comment: CommentSchema }),
  revokeGrant,
);

const readText = action(
  z.strictObject({ operationId: idSchema("op"), name: z.enum(LONG_TEXTS) }),
  async (ctx, { operationId, name }) => {
    const { shown } = await reviewOperation(ctx, operationId);
    return longText(shown, name === "artifact" ? await artifactOf(shown) : null, name);
  },
);
/** A long text whole, for who opens it. */
export async function readLongText(operationId: string, name: LongTextName) {
  return readText({ operationId, name });
}

const readRows = action(
  z.strictObject({ operationId: idSchema("op"), from: z.int().nonnegative() }),
  async (ctx, { operationId, from }) =>
    planOf((await reviewOperation(ctx, operationId)).shown, from),
);
/** More of a plan's resources, for who asks for them. */
export async function readPlan(operationId: string, from: number) {
  return readRows({ operationId, from });
}

export const recompute = action(idSchema("op"), recomputeOperation);
export const see = action(idSchema("op"), markSeen);
