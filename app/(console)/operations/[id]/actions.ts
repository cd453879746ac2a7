"use server";
import { z } from "zod";
import { DigestSchema, idSchema } from "@/lib/contract/scalar";
import { decideOperation } from "@/lib/services/operation/decide";
import { markSeen } from "@/lib/services/operation/see";
import { action } from "@/lib/web/action";

const DecideSchema = z.strictObject({
  operationId: idSchema("op"),
  operationDigest: DigestSchema,
  shownDigest: DigestSchema,
  verdict: z.enum(["approve", "deny"]),
  comment: z.string().max(2000),
});

export const decide = action(DecideSchema, decideOperation);
export const see = action(idSchema("op"), markSeen);
