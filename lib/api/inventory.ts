import { z } from "@hono/zod-openapi";
import {
  IMPORT_BYTES_MAX,
  ImportedInventorySchema,
  ImportInventorySchema,
  InventoryPageSchema,
  InventoryReferenceSchema,
  InventoryResourceSchema,
  ListInventorySchema,
  RecoveryPointInputSchema,
  RegisterResourceSchema,
} from "@/lib/contract/inventory";
import { idSchema } from "@/lib/contract/scalar";
import { addRecoveryPoint } from "@/lib/services/inventory/add-recovery-point";
import { importInventory } from "@/lib/services/inventory/import";
import { listInventory } from "@/lib/services/inventory/list";
import { registerResource } from "@/lib/services/inventory/register";
import { removeResource } from "@/lib/services/inventory/remove";
import { removeRecoveryPoint } from "@/lib/services/inventory/remove-recovery-point";
import { showResource } from "@/lib/services/inventory/show";
import { updateResource } from "@/lib/services/inventory/update";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Inventory";
const key = "admin";
const PATH = "/api/v1/inventory";

const list = endpoint({
  method: "get",
  operationId: "listInventory",
  summary: "List registered resources",
  description: "Newest first, with their recovery points.",
  tag,
  key,
  query: ListInventorySchema,
  answers: { 200: { description: "One page.", schema: InventoryPageSchema } },
  handle: async ({ c, ctx, query }) => c.json(await listInventory(ctx, query)),
});

const register = endpoint({
  method: "post",
  operationId: "registerResource",
  summary: "Register a resource",
  description:
    "One of the same type and pattern is replaced, so that the same request may be repeated. Of the patterns that match an id, the most exact counts.",
  tag,
  key,
  body: { schema: RegisterResourceSchema, bytesMax: BODY_BYTES_MAX },
  answers: {
    200: { description: "Was registered, and is now as given.", schema: InventoryResourceSchema },
    201: { description: "Registered.", schema: InventoryResourceSchema },
  },
  async handle({ c, ctx, body }) {
    const { created, resource } = await registerResource(ctx, body);
    return c.json(resource, created ? 201 : 200);
  },
});

const importAll = endpoint({
  method: "post",
  operationId: "importInventory",
  summary: "Register many resources at once",
  description:
    "`resources`, or the same as the text of a CSV file in `csv`. All of it or nothing: a fault anywhere is refused, with all faults. What has the same type and pattern is replaced; what isn't named stays.",
  tag,
  key,
  body: { schema: ImportInventorySchema, bytesMax: IMPORT_BYTES_MAX },
  answers: { 200: { description: "All of it is registered.", schema: ImportedInventorySchema } },
  handle: async ({ c, ctx, body }) => c.json(await importInventory(ctx, body)),
});

const show = endpoint({
  method: "get",
  operationId: "showResource",
  summary: "Read a registered resource",
  tag,
  key,
  params: InventoryReferenceSchema,
  answers: { 200: { description: "The resource.", schema: InventoryResourceSchema } },
  handle: async ({ c, ctx, params }) => c.json(await showResource(ctx, params)),
});

const update = endpoint({
  method: "put",
  operationId: "updateResource",
  summary: "Replace a registered resource",
  description: "It is then as given; its recovery points stay where `recovery_points` is left out.",
  tag,
  key,
  params: InventoryReferenceSchema,
  body: { schema: RegisterResourceSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "As it is now.", schema: InventoryResourceSchema } },
  refusals: ["already_exists"],
  handle: async ({ c, ctx, params, body }) =>
    c.json(await updateResource(ctx, { id: params.id, ...body })),
});

const remove = endpoint({
  method: "delete",
  operationId: "removeResource",
  summary: "Remove a resource and its recovery points",
  description: "From the next submission on nothing is known of it.",
  tag,
  key,
  params: InventoryReferenceSchema,
  answers: { 204: { description: "Removed." } },
  async handle({ c, ctx, params }) {
    await removeResource(ctx, params);
    return c.body(null, 204);
  },
});

const addPoint = endpoint({
  method: "post",
  operationId: "addRecoveryPoint",
  summary: "Add a recovery point",
  description:
    "One of the same name is replaced: a backup job may report each copy under one name.",
  tag,
  key,
  params: InventoryReferenceSchema,
  body: { schema: RecoveryPointInputSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "The resource as it is now.", schema: InventoryResourceSchema } },
  handle: async ({ c, ctx, params, body }) =>
    c.json(await addRecoveryPoint(ctx, { resource: params.id, ...body })),
});

const removePoint = endpoint({
  method: "delete",
  operationId: "removeRecoveryPoint",
  summary: "Remove a recovery point",
  tag,
  key,
  params: z.object({ id: idSchema("inv"), point: idSchema("rcp") }),
  answers: { 204: { description: "Removed." } },
  async handle({ c, ctx, params }) {
    await removeRecoveryPoint(ctx, { resource: params.id, id: params.point });
    return c.body(null, 204);
  },
});

export function mountInventory({ resource }: Mount): void {
  resource(PATH, list, register);
  resource(`${PATH}/import`, importAll);
  resource(`${PATH}/{id}`, show, update, remove);
  resource(`${PATH}/{id}/recovery-points`, addPoint);
  resource(`${PATH}/{id}/recovery-points/{point}`, removePoint);
}
