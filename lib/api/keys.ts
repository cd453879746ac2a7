import { z } from "@hono/zod-openapi";
import {
  IssuedKeySchema,
  IssueKeySchema,
  KeyPageSchema,
  ListKeysSchema,
  RevokeLeakedKeySchema,
  RotateKeySchema,
} from "@/lib/contract/key";
import { idSchema } from "@/lib/contract/scalar";
import { issueKey } from "@/lib/services/key/issue";
import { listKeys } from "@/lib/services/key/list";
import { revokeKey } from "@/lib/services/key/revoke";
import { revokeLeakedKey } from "@/lib/services/key/revoke-leaked";
import { rotateKey } from "@/lib/services/key/rotate";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Keys";
const PATH = "/api/v1/keys";
const KeyPath = z.object({ id: idSchema("key") });

const list = endpoint({
  method: "get",
  operationId: "listKeys",
  summary: "List keys",
  description: "Newest first, without their secrets, which nobody has.",
  tag,
  key: "admin",
  query: ListKeysSchema,
  answers: { 200: { description: "One page.", schema: KeyPageSchema } },
  handle: async ({ c, ctx, query }) => c.json(await listKeys(ctx, query)),
});

const issue = endpoint({
  method: "post",
  operationId: "issueKey",
  summary: "Issue a key",
  description: "The answer is the only place where the key itself is ever shown.",
  tag,
  key: "admin",
  body: { schema: IssueKeySchema, bytesMax: BODY_BYTES_MAX },
  answers: { 201: { description: "Issued.", schema: IssuedKeySchema } },
  handle: async ({ c, ctx, body }) => c.json(await issueKey(ctx, body), 201),
});

const rotate = endpoint({
  method: "post",
  operationId: "rotateKey",
  summary: "Replace a key",
  description: "Both work during `overlap`; then only the new one does.",
  tag,
  key: "admin",
  params: KeyPath,
  body: { schema: RotateKeySchema, bytesMax: BODY_BYTES_MAX },
  answers: { 201: { description: "The new key.", schema: IssuedKeySchema } },
  handle: async ({ c, ctx, params, body }) =>
    c.json(await rotateKey(ctx, { id: params.id, ...body }), 201),
});

const revoke = endpoint({
  method: "delete",
  operationId: "revokeKey",
  summary: "Revoke a key",
  description: "From the next request on. May be repeated.",
  tag,
  key: "admin",
  params: KeyPath,
  answers: { 204: { description: "Revoked." } },
  async handle({ c, ctx, params }) {
    await revokeKey(ctx, params);
    return c.body(null, 204);
  },
});

const revokeLeaked = endpoint({
  method: "post",
  operationId: "revokeLeakedKey",
  summary: "Revoke a key that was found somewhere",
  description:
    "Whoever has it may revoke it: no authentication. The answer doesn't tell whether it existed.",
  tag,
  key: "none",
  body: { schema: RevokeLeakedKeySchema, bytesMax: BODY_BYTES_MAX },
  answers: { 204: { description: "It works no longer, if it ever did." } },
  async handle({ c, ctx, body }) {
    await revokeLeakedKey(ctx, body);
    return c.body(null, 204);
  },
});

export function mountKeys({ resource }: Mount): void {
  resource(PATH, list, issue);
  resource(`${PATH}/revoke-leaked`, revokeLeaked);
  resource(`${PATH}/{id}`, revoke);
  resource(`${PATH}/{id}/rotate`, rotate);
}
