import { z } from "@hono/zod-openapi";
import {
  ConnectionListSchema,
  ConnectionSchema,
  RegisterConnectionSchema,
} from "@/lib/contract/connection";
import { idSchema } from "@/lib/contract/scalar";
import { listConnections } from "@/lib/services/connection/list";
import { registerConnection } from "@/lib/services/connection/register";
import { removeConnection } from "@/lib/services/connection/remove";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Connections";
const PATH = "/api/v1/connections";
const ConnectionPath = z.object({ id: idSchema("con") });

const list = endpoint({
  method: "get",
  operationId: "listConnections",
  summary: "List connections to live databases",
  description: "All of them, by name, without their passwords, which nobody sees again.",
  tag,
  key: "admin",
  answers: { 200: { description: "All connections.", schema: ConnectionListSchema } },
  handle: async ({ c, ctx }) => c.json({ items: await listConnections(ctx) }),
});

const register = endpoint({
  method: "post",
  operationId: "registerConnection",
  summary: "Register a live database",
  description:
    "By a role that can only read. It is looked into at once, which takes up to 8 seconds; a role that may do more is refused with what it may.",
  tag,
  key: "admin",
  body: { schema: RegisterConnectionSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 201: { description: "Registered.", schema: ConnectionSchema } },
  refusals: ["already_exists"],
  handle: async ({ c, ctx, body }) => c.json(await registerConnection(ctx, body), 201),
});

const remove = endpoint({
  method: "delete",
  operationId: "removeConnection",
  summary: "Forget a live database",
  description: "With its secret. From then on nothing is counted in it.",
  tag,
  key: "admin",
  params: ConnectionPath,
  answers: { 204: { description: "Forgotten." } },
  async handle({ c, ctx, params }) {
    await removeConnection(ctx, { connection: params.id });
    return c.body(null, 204);
  },
});

export function mountConnections({ resource }: Mount): void {
  resource(PATH, list, register);
  resource(`${PATH}/{id}`, remove);
}
