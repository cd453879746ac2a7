"use server";
import { z } from "zod";
import { MANIFEST_OPERATIONS_MAX } from "@/lib/contract/operation";
import { DigestSchema, idSchema } from "@/lib/contract/scalar";
import { approveTogether } from "@/lib/services/manifest/approve";
import { decideOperation } from "@/lib/services/operation/decide";
import { action } from "@/lib/web/action";

const ShownSchema = z.strictObject({
  operationId: idSchema("op"),
  operationDigest: DigestSchema,
  shownDigest: DigestSchema,
});

export const approve = action(
  z.strictObject({ items: z.array(ShownSchema).min(1).max(MANIFEST_OPERATIONS_MAX) }),
  approveTogether,
);

export const veto = action(ShownSchema, (ctx, item) =>
  decideOperation(ctx, { ...item, verdict: "deny", comment: "Vetoed in a manifest." }),
);
