import type { ApiKeyKind } from "@/client/protocol/api-key";
import type { KeyScope } from "@/lib/core/actor";
import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

/** A key as administration sees it: never its secret's HMAC. */
export interface StoredKey {
  id: string;
  keyId: string;
  kind: ApiKeyKind;
  name: string;
  agent: { id: string; name: string } | null;
  enforcementPoint: { id: string; name: string; audience: string } | null;
  scope: KeyScope;
  createdBy: Readonly<Record<string, string>>;
  creatorName: string | null;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  rotatedTo: string | null;
  lastUsedAt: Date | null;
  lastUsedAddress: string | null;
}

const everything = {
  agent: { select: { id: true, name: true } },
  enforcementPoint: { select: { id: true, name: true, audience: true } },
  creator: { select: { name: true } },
} satisfies Prisma.ApiKeyInclude;
const omit = { secretHmac: true } satisfies Prisma.ApiKeyOmit;

const toStored = ({
  scopeEnvironments,
  scopeActions,
  scopeResources,
  creator,
  ...row
}: Prisma.ApiKeyGetPayload<{ include: typeof everything; omit: typeof omit }>): StoredKey => ({
  ...row,
  kind: row.kind as ApiKeyKind,
  scope: { environments: scopeEnvironments, actions: scopeActions, resources: scopeResources },
  createdBy: row.createdBy as Record<string, string>,
  creatorName: creator?.name ?? null,
});

export interface NewKey {
  id: string;
  keyId: string;
  kind: ApiKeyKind;
  name: string;
  agentId: string | null;
  enforcementPointId: string | null;
  secretHmac: Uint8Array<ArrayBuffer>;
  scope: KeyScope | null;
  createdBy: Record<string, string>;
  creatorId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertKey(tx: Models, { scope, ...row }: NewKey): Promise<void> {
  await tx.apiKey.create({
    data: {
      ...row,
      scopeEnvironments: [...(scope?.environments ?? [])],
      scopeActions: [...(scope?.actions ?? [])],
      scopeResources: [...(scope?.resources ?? [])],
    },
  });
}

/** What a rule about a key needs to know. */
export interface KeyFacts {
  id: string;
  kind: ApiKeyKind;
  name: string;
  agentId: string | null;
  enforcementPointId: string | null;
  scope: KeyScope;
  /** The person behind it, where there is one. */
  creatorId: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
  rotatedTo: string | null;
}

export async function findKey(tx: Models, id: string): Promise<KeyFacts | null> {
  const row = await tx.apiKey.findUnique({ where: { id }, omit });
  if (!row) return null;
  const { scopeEnvironments, scopeActions, scopeResources, ...facts } = row;
  return {
    ...facts,
    kind: row.kind as ApiKeyKind,
    scope: { environments: scopeEnvironments, actions: scopeActions, resources: scopeResources },
  };
}

/** With the names of what it belongs to. */
export async function readKey(db: Models, id: string): Promise<StoredKey> {
  return toStored(await db.apiKey.findUniqueOrThrow({ where: { id }, include: everything, omit }));
}

export interface KeyFilter {
  agentId: string | null;
  enforcementPointId: string | null;
  state: "active" | "expired" | "revoked" | null;
  now: Date;
  /** Newest first: keys that come after this one. */
  after: { createdAt: string; id: string } | null;
  limit: number;
}

function stateFilter({ state, now }: KeyFilter): Prisma.ApiKeyWhereInput {
  switch (state) {
    case null:
      return {};
    case "active":
      return { revokedAt: null, expiresAt: { gt: now } };
    case "expired":
      return { revokedAt: null, expiresAt: { lte: now } };
    case "revoked":
      return { revokedAt: { not: null } };
  }
}

export async function listKeyRows(db: Models, filter: KeyFilter): Promise<StoredKey[]> {
  const { agentId, enforcementPointId, after, limit } = filter;
  const conditions: Prisma.ApiKeyWhereInput[] = [stateFilter(filter)];
  if (agentId !== null) conditions.push({ agentId });
  if (enforcementPointId !== null) conditions.push({ enforcementPointId });
  if (after)
    conditions.push({
      OR: [
        { createdAt: { lt: after.createdAt } },
        { createdAt: after.createdAt, id: { lt: after.id } },
      ],
    });
  const rows = await db.apiKey.findMany({
    where: { AND: conditions },
    include: everything,
    omit,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(toStored);
}

/** Names the successor and lets the old key end by `until` at the latest; false unless it lives and has none. */
export async function markKeyRotated(
  tx: Models,
  rotation: { id: string; to: string; until: Date; now: Date },
): Promise<boolean> {
  const { id, to, until, now } = rotation;
  const { count } = await tx.apiKey.updateMany({
    where: { id, revokedAt: null, rotatedTo: null, expiresAt: { gt: now } },
    data: { rotatedTo: to },
  });
  await tx.apiKey.updateMany({
    where: { id, rotatedTo: to, expiresAt: { gt: until } },
    data: { expiresAt: until },
  });
  return count === 1;
}

/** False where it was revoked before. */
export async function markKeyRevoked(tx: Models, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: now },
  });
  return count === 1;
}
