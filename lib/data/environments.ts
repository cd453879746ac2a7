import type { EnvironmentKind } from "@/lib/core/operation";
import type { Environment, Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface StoredEnvironment {
  id: string;
  slug: string;
  name: string;
  kind: EnvironmentKind;
  group: { id: string; slug: string; name: string };
  approvalsRequired: number;
  createdAt: Date;
}

const withGroup = { group: true } satisfies Prisma.EnvironmentInclude;

const toStored = ({
  id,
  slug,
  name,
  kind,
  group,
  approvalsRequired,
  createdAt,
}: Environment & { group: StoredEnvironment["group"] }): StoredEnvironment => ({
  id,
  slug,
  name,
  kind: kind as EnvironmentKind,
  group,
  approvalsRequired,
  createdAt,
});

export interface NewEnvironment {
  id: string;
  slug: string;
  name: string;
  kind: EnvironmentKind;
  groupId: string;
  approvalsRequired: number;
}

/** False where the slug is taken. */
export async function insertEnvironment(tx: Models, row: NewEnvironment): Promise<boolean> {
  const { count } = await tx.environment.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

export type EnvironmentChange = Partial<
  Pick<NewEnvironment, "name" | "kind" | "groupId" | "approvalsRequired">
>;

export async function updateEnvironment(
  tx: Models,
  id: string,
  change: EnvironmentChange,
): Promise<void> {
  await tx.environment.update({ where: { id }, data: change });
}

/** By slug or id. */
export async function findEnvironment(
  db: Models,
  reference: string,
): Promise<StoredEnvironment | null> {
  const row = await db.environment.findFirst({
    where: { OR: [{ slug: reference }, { id: reference }] },
    include: withGroup,
  });
  return row && toStored(row);
}

/** By slug. */
export async function listEnvironments(db: Models): Promise<StoredEnvironment[]> {
  const rows = await db.environment.findMany({ include: withGroup, orderBy: { slug: "asc" } });
  return rows.map(toStored);
}

/** Those of the slugs that no environment has. */
export async function unknownSlugs(db: Models, slugs: readonly string[]): Promise<string[]> {
  const known = await db.environment.findMany({
    where: { slug: { in: [...slugs] } },
    select: { slug: true },
  });
  return slugs.filter((slug) => !known.some((row) => row.slug === slug));
}
