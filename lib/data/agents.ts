import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface StoredAgent {
  id: string;
  name: string;
  description: string;
  owner: { id: string; name: string } | null;
  createdAt: Date;
  disabledAt: Date | null;
  liveKeys: number;
  canary: boolean;
  maxPending: number | null;
  maxPerHour: number | null;
}

const everything = (now: Date) =>
  ({
    owner: { select: { id: true, name: true } },
    _count: { select: { apiKeys: { where: { revokedAt: null, expiresAt: { gt: now } } } } },
  }) satisfies Prisma.AgentInclude;

const toStored = ({
  _count,
  ...row
}: Prisma.AgentGetPayload<{ include: ReturnType<typeof everything> }>): StoredAgent => ({
  ...row,
  liveKeys: _count.apiKeys,
});

/** False where the name is taken. */
export async function insertAgent(
  tx: Models,
  row: {
    id: string;
    name: string;
    description: string;
    ownerId: string | null;
    canary: boolean;
    maxPending: number | null;
    maxPerHour: number | null;
  },
): Promise<boolean> {
  const { count } = await tx.agent.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** By name or id. */
export async function findAgent(
  db: Models,
  reference: string,
  now: Date,
): Promise<StoredAgent | null> {
  const row = await db.agent.findFirst({
    where: { OR: [{ name: reference }, { id: reference }] },
    include: everything(now),
  });
  return row && toStored(row);
}

/** By name. */
export async function listAgents(db: Models, now: Date): Promise<StoredAgent[]> {
  const rows = await db.agent.findMany({ include: everything(now), orderBy: { name: "asc" } });
  return rows.map(toStored);
}

/** False where it was disabled before. */
export async function markAgentDisabled(tx: Models, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.agent.updateMany({
    where: { id, disabledAt: null },
    data: { disabledAt: now },
  });
  return count === 1;
}

export async function updateBudget(
  tx: Models,
  id: string,
  budget: { maxPending: number | null; maxPerHour: number | null },
): Promise<void> {
  await tx.agent.update({ where: { id }, data: budget });
}
