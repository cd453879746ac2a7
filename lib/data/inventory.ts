import type { Criticality } from "@/lib/core/inventory";
import type { Executor } from "./database";
import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface StoredRecoveryPoint {
  id: string;
  name: string;
  takenAt: Date | null;
  failureDomain: string | null;
  deletableBy: string | null;
  lastTestedRestore: Date | null;
}

export interface StoredResource {
  id: string;
  type: string;
  pattern: string;
  name: string | null;
  environment: { id: string; slug: string };
  criticality: Criticality;
  stateful: boolean | null;
  owner: string | null;
  dependents: string[];
  recoveryPoints: StoredRecoveryPoint[];
  createdAt: Date;
  updatedAt: Date;
}

const everything = {
  environment: { select: { id: true, slug: true } },
  recoveryPoints: { orderBy: { name: "asc" }, omit: { resourceId: true } },
} satisfies Prisma.InventoryResourceInclude;

const toStored = (
  row: Prisma.InventoryResourceGetPayload<{ include: typeof everything }>,
): StoredResource => ({ ...row, criticality: row.criticality as Criticality });

export async function findResource(db: Models, id: string): Promise<StoredResource | null> {
  const row = await db.inventoryResource.findUnique({ where: { id }, include: everything });
  return row && toStored(row);
}

/** By what it stands for. */
export async function findResourceId(
  db: Models,
  { type, pattern }: { type: string; pattern: string },
): Promise<string | null> {
  const row = await db.inventoryResource.findUnique({
    where: { type_pattern: { type, pattern } },
    select: { id: true },
  });
  return row?.id ?? null;
}

export interface ResourceFilter {
  type: string | null;
  environment: string | null;
  criticality: Criticality | null;
  text: string | null;
  /** Newest first: those that come after this id, which sorts by time. */
  after: string | null;
  limit: number;
}

export async function listResourceRows(
  db: Models,
  filter: ResourceFilter,
): Promise<StoredResource[]> {
  const { type, environment, criticality, text, after, limit } = filter;
  const conditions: Prisma.InventoryResourceWhereInput[] = [];
  if (type !== null) conditions.push({ type });
  if (environment !== null) conditions.push({ environment: { slug: environment } });
  if (criticality !== null) conditions.push({ criticality });
  if (after !== null) conditions.push({ id: { lt: after } });
  if (text !== null) {
    const contains = { contains: likeLiteral(text), mode: "insensitive" as const };
    conditions.push({
      OR: [{ type: contains }, { pattern: contains }, { name: contains }, { owner: contains }],
    });
  }
  const rows = await db.inventoryResource.findMany({
    where: { AND: conditions },
    include: everything,
    orderBy: { id: "desc" },
    take: limit,
  });
  return rows.map(toStored);
}

/** Prisma hands `%` and `_` on to ILIKE as they are; an id is full of them. */
const likeLiteral = (text: string) => text.replace(/[\\%_]/g, "\\$&");

/** What is registered of a resource, but for its recovery points. */
export interface ResourceFacts {
  type: string;
  pattern: string;
  name: string | null;
  environmentId: string;
  criticality: Criticality;
  stateful: boolean | null;
  owner: string | null;
  dependents: string[];
}

export async function updateResourceRow(
  tx: Models,
  id: string,
  facts: ResourceFacts,
  now: Date,
): Promise<void> {
  await tx.inventoryResource.update({ where: { id }, data: { ...facts, updatedAt: now } });
}

/** With its recovery points. */
export async function deleteResource(tx: Models, id: string): Promise<void> {
  await tx.recoveryPoint.deleteMany({ where: { resourceId: id } });
  await tx.inventoryResource.delete({ where: { id } });
}

const UPSERT = {
  text: `INSERT INTO inventory_resources AS r (id, type, pattern, name, environment_id, criticality,
      stateful, owner, dependents, created_at, updated_at)
    SELECT g.id, g.type, g.pattern, g.name, g."environmentId", g.criticality, g.stateful, g.owner,
      g.dependents, $2::timestamptz, $2::timestamptz
    FROM jsonb_to_recordset($1::jsonb) AS g (id text, type text, pattern text, name text,
      "environmentId" text, criticality text, stateful boolean, owner text, dependents text[])
    ON CONFLICT (type, pattern) DO UPDATE SET name = excluded.name,
      environment_id = excluded.environment_id, criticality = excluded.criticality,
      stateful = excluded.stateful, owner = excluded.owner, dependents = excluded.dependents,
      updated_at = excluded.updated_at
    RETURNING id, type, pattern`,
};

/** Registers, or replaces what has the same type and pattern and so keeps its id. The ids as they are then. */
export async function putResources(
  tx: Executor,
  rows: readonly (ResourceFacts & { id: string })[],
  now: Date,
): Promise<{ id: string; type: string; pattern: string }[]> {
  return tx.query(UPSERT, [JSON.stringify(rows), now.toISOString()]);
}
