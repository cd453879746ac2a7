import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface StoredGroup {
  id: string;
  slug: string;
  name: string;
  createdAt: Date;
  members: {
    id: string;
    name: string;
    email: string;
    role: string;
    status: string;
    /** Who says so: a person, or the provider at each sign-in. */
    source: "hand" | "provider";
  }[];
  environments: string[];
}

const everything = {
  groupMembers: { include: { user: true }, orderBy: { addedAt: "asc" } },
  environments: { select: { slug: true }, orderBy: { slug: "asc" } },
} satisfies Prisma.GroupInclude;

const toStored = (row: Prisma.GroupGetPayload<{ include: typeof everything }>): StoredGroup => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  createdAt: row.createdAt,
  members: row.groupMembers.map(({ user, source }) => ({
    ...user,
    source: source as "hand" | "provider",
  })),
  environments: row.environments.map(({ slug }) => slug),
});

/** False where the slug is taken. */
export async function insertGroup(
  tx: Models,
  row: { id: string; slug: string; name: string },
): Promise<boolean> {
  const { count } = await tx.group.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** By slug or id. */
export async function findGroup(db: Models, reference: string): Promise<StoredGroup | null> {
  const row = await db.group.findFirst({
    where: { OR: [{ slug: reference }, { id: reference }] },
    include: everything,
  });
  return row && toStored(row);
}

/** By slug. */
export async function listGroups(db: Models): Promise<StoredGroup[]> {
  const rows = await db.group.findMany({ include: everything, orderBy: { slug: "asc" } });
  return rows.map(toStored);
}

/** By hand, also where the provider said so before. False where they are a member by hand already. */
export async function insertMember(
  tx: Models,
  row: { groupId: string; userId: string },
): Promise<boolean> {
  const { count: kept } = await tx.groupMember.updateMany({
    where: { ...row, source: "provider" },
    data: { source: "hand" },
  });
  if (kept === 1) return true;
  const { count } = await tx.groupMember.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

/** False where they weren't a member. */
export async function deleteMember(
  tx: Models,
  row: { groupId: string; userId: string },
): Promise<boolean> {
  const { count } = await tx.groupMember.deleteMany({ where: row });
  return count === 1;
}
