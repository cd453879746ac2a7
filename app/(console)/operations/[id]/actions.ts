"use server";
import { z } from "zod";
import { LONG_TEXTS, longText, type LongTextName } from "@/components/operation/long-text";
import { DigestSchema, idSchema } from "@/lib/contract/scalar";
import { decideOperation } from "@/lib/services/operation/decide";
import { recomputeOperation } from "@/lib/services/operation/recompute";
import { reviewOperation } from "@/lib/services/operation/review";
import { markSeen } from "@/lib/services/operation/see";
import { action } from "@/lib/web/action";

const DecideSchema = z.strictObject({
  operationId: idSchema("op"),
  operationDigest: DigestSchema,
  shownDigest: DigestSchema,
  verdict: z.enum(["approve", "deny"]),
  comment: z
    .string()
    .max(2000)
    .regex(/^[^\0]*$/, "text without a NUL character"),
});

export const decide = action(DecideSchema, decideOperation);

const readText = action(
  z.strictObject({ operationId: idSchema("op"), name: z.enum(LONG_TEXTS) }),
  async (ctx, { operationId, name }) =>
    longText((await reviewOperation(ctx, operationId)).shown, name),
);
/** A long text whole, for who opens it. */
export async function readLongText(operationId: string, name: LongTextName) {
  return readText({ operationId, name });
}

export const recompute = action(idSchema("op"), recomputeOperation);
export const see = action(idSchema("op"), markSeen);
