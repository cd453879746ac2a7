import { z } from "@hono/zod-openapi";
import {
  IdempotencyKeySchema,
  ManifestSchema,
  SUBMIT_BYTES_MAX,
  SubmitManifestSchema,
} from "@/lib/contract/operation";
import { idSchema } from "@/lib/contract/scalar";
import { submitManifest } from "@/lib/services/manifest/submit";
import { getManifest } from "@/lib/services/manifest/view";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";
import { ASKING, idempotencyKey } from "./operations";

const tag = "Operations";

const submit = endpoint({
  method: "post",
  operationId: "submitManifest",
  summary: "Ask for up to 100 operations as one",
  description:
    "All are stored, or none. They are reviewed on one page, where each can be vetoed; each has its own digest, decision and grant, and is waited for by its own id.",
  tag,
  key: "agent",
  headers: z.object({ "Idempotency-Key": IdempotencyKeySchema }),
  before: (c) => void idempotencyKey(c),
  body: { schema: SubmitManifestSchema, bytesMax: SUBMIT_BYTES_MAX },
  answers: {
    201: { description: "Stored; its Location is in the header.", schema: ManifestSchema },
    200: { description: "Stored before, by the same key and body.", schema: ManifestSchema },
  },
  refusals: ["idempotency_key_required", "idempotency_mismatch", "budget_exceeded", ...ASKING],
  async handle({ c, ctx, body, raw }) {
    const { created, manifest } = await submitManifest(ctx, {
      body,
      raw,
      idempotencyKey: idempotencyKey(c),
    });
    c.header("Location", manifest.links.self);
    return c.json(manifest, created ? 201 : 200);
  },
});

const read = endpoint({
  method: "get",
  operationId: "getManifest",
  summary: "Read a manifest",
  tag,
  key: "agent",
  params: z.object({ id: idSchema("mft") }),
  answers: { 200: { description: "Its operations as they are now.", schema: ManifestSchema } },
  handle: async ({ c, ctx, params }) => c.json(await getManifest(ctx, params.id)),
});

export function mountManifests({ resource }: Mount): void {
  resource("/api/v1/operations:batch", submit);
  resource("/api/v1/manifests/{id}", read);
}
