import type { Role } from "@/lib/core/actor";
import type { Prisma } from "./generated/client";

type Models = Prisma.TransactionClient;

export interface StoredPerson {
  id: string;
  email: string;
  name: string;
  role: Role;
  status: "active" | "suspended";
  groups: string[];
  passkeys: number;
  /** Ids of the keys that they made and that still work. */
  liveKeys: string[];
  awayUntil: Date | null;
  /** Why mail to them comes back; null where it arrives. */
  bounce: { at: Date; reason: string } | null;
  lastSeenAt: Date | null;
  createdAt: Date;
}

const everything = () =>
  ({
    groupMembers: { select: { group: { select: { slug: true } } } },
    sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: "desc" }, take: 1 },
    apiKeys: {
      select: { id: true },
      where: { revokedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { id: "asc" },
    },
    _count: { select: { passkeys: true } },
  }) satisfies Prisma.UserInclude;

const toStored = (
  row: Prisma.UserGetPayload<{ include: ReturnType<typeof everything> }>,
): StoredPerson => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role as Role,
  status: row.status as StoredPerson["status"],
  groups: row.groupMembers.map(({ group }) => group.slug).toSorted(),
  passkeys: row._count.passkeys,
  liveKeys: row.apiKeys.map(({ id }) => id),
  awayUntil: row.awayUntil,
  bounce:
    row.mailBouncedAt && row.mailBounceReason !== null
      ? { at: row.mailBouncedAt, reason: row.mailBounceReason }
      : null,
  lastSeenAt: row.sessions[0]?.lastSeenAt ?? null,
  createdAt: row.createdAt,
});

/** By e-mail address (whatever its case) or id. */
export async function findPerson(db: Models, reference: string): Promise<StoredPerson | null> {
  const row = await db.user.findFirst({
    where: { OR: [{ email: reference.normalize("NFKC").trim().toLowerCase() }, { id: reference }] },
    include: everything(),
  });
  return row && toStored(row);
}

/** By name. */
export async function listPeople(db: Models): Promise<StoredPerson[]> {
  const rows = await db.user.findMany({
    include: everything(),
    orderBy: [{ name: "asc" }, { email: "asc" }],
  });
  return rows.map(toStored);
}

/** False where they have the role already. */
export async function updateRole(tx: Models, id: string, role: Role): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id, role: { not: role } },
    data: { role },
  });
  return count === 1;
}

/** False where they are in that state already. */
export async function updateStatus(
  tx: Models,
  id: string,
  status: StoredPerson["status"],
): Promise<boolean> {
  const { count } = await tx.user.updateMany({
    where: { id, status: { not: status } },
    data: { status },
  });
  return count === 1;
}

export function countActiveAdmins(tx: Models): Promise<number> {
  return tx.user.count({ where: { role: "admin", status: "active" } });
}

/** Ends what would let the person in again: sessions, and links not yet used. Answers how many sessions. */
export async function closeDoors(
  tx: Models,
  person: { id: string; email: string },
  now: Date,
): Promise<number> {
  await tx.link.updateMany({
    where: {
      consumedAt: null,
      expiresAt: { gt: now },
      OR: [{ userId: person.id }, { email: person.email }],
    },
    data: { expiresAt: now },
  });
  await tx.verificationToken.deleteMany({ where: { identifier: person.email } });
  const { count } = await tx.session.updateMany({
    where: { userId: person.id, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
  });
  return count;
}
