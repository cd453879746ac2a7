import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface StoredEnforcementPoint {
  id: string;
  name: string;
  audience: string;
  operator: { id: string; name: string } | null;
  createdAt: Date;
  disabledAt: Date | null;
  liveKeys: number;
}

const everything = (now: Date) =>
  ({
    operator: { select: { id: true, name: true } },
    _count: { select: { apiKeys: { where: { revokedAt: null, expiresAt: { gt: now } } } } },
  }) satisfies Prisma.EnforcementPointInclude;

const toStored = ({
  _count,
  ...row
}: Prisma.EnforcementPointGetPayload<{
  include: ReturnType<typeof everything>;
}>): StoredEnforcementPoint => ({ ...row, liveKeys: _count.apiKeys });

/** False where the audience is taken. */
export async function insertEnforcementPoint(
  tx: Models,
  row: { id: string; name: string; audience: string; operatorId: string | null },
): Promise<boolean> {
  const { count } = await tx.enforcementPoint.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** By audience or id. */
export async function findEnforcementPoint(
  db: Models,
  reference: string,
  now: Date,
): Promise<StoredEnforcementPoint | null> {
  const row = await db.enforcementPoint.findFirst({
    where: { OR: [{ audience: reference }, { id: reference }] },
    include: everything(now),
  });
  return row && toStored(row);
}

/** By name. */
export async function listEnforcementPoints(
  db: Models,
  now: Date,
): Promise<StoredEnforcementPoint[]> {
  const rows = await db.enforcementPoint.findMany({
    include: everything(now),
    orderBy: [{ name: "asc" }, { audience: "asc" }],
  });
  return rows.map(toStored);
}

/** False where it was disabled before. */
export async function markEnforcementPointDisabled(
  tx: Models,
  id: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.enforcementPoint.updateMany({
    where: { id, disabledAt: null },
    data: { disabledAt: now },
  });
  return count === 1;
}
