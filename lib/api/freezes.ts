import { FreezeInputSchema, FreezeListSchema, FreezeSchema } from "@/lib/contract/freeze";
import { freeze } from "@/lib/services/freeze/freeze";
import { listFreezes } from "@/lib/services/freeze/list";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Freezes";
const key = "admin";
const PATH = "/api/v1/freezes";

const list = endpoint({
  method: "get",
  operationId: "listFreezes",
  summary: "List what is frozen now",
  description:
    "Of everything first, then by environment. While one holds, nothing is redeemed there.",
  tag,
  key,
  answers: { 200: { description: "All of them.", schema: FreezeListSchema } },
  handle: async ({ c, ctx }) => c.json({ items: await listFreezes(ctx) }),
});

const start = endpoint({
  method: "post",
  operationId: "freeze",
  summary: "Freeze an environment, or everything",
  description:
    "Holds from the answer on: no redemption that begins later succeeds. What is frozen already may be frozen for longer, never for shorter; the answer is the freeze as it is then. No key can lift one: that takes an admin with a passkey, in the browser.",
  tag,
  key,
  body: { schema: FreezeInputSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "It holds.", schema: FreezeSchema } },
  refusals: ["not_found"],
  handle: async ({ c, ctx, body }) => c.json(await freeze(ctx, body)),
});

export function mountFreezes({ resource }: Mount): void {
  resource(PATH, list, start);
}
