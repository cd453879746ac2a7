import type { Role } from "@/lib/core/actor";
import type { Id } from "@/lib/core/id";
import type { Account } from "@/lib/core/sign-in";
import type { Executor } from "./database";

export type UserStatus = "active" | "suspended";

const ACCOUNT = `u.id, u.email, u.name, u.role`;

const FIND_BY_EMAIL = {
  name: "user_find_by_email",
  text: `SELECT ${ACCOUNT}, u.status FROM users u WHERE u.email = $1`,
};
const FIND = { text: `SELECT ${ACCOUNT}, u.status FROM users u WHERE u.id = $1` };

export type FoundUser = Account & { status: UserStatus };

export async function findUserByEmail(db: Executor, email: string): Promise<FoundUser | null> {
  return (await db.query<FoundUser>(FIND_BY_EMAIL, [email]))[0] ?? null;
}

export async function findUser(db: Executor, id: string): Promise<FoundUser | null> {
  return (await db.query<FoundUser>(FIND, [id]))[0] ?? null;
}

const CONFIRM = {
  text: `UPDATE users u SET email_verified = coalesce(u.email_verified, clock_timestamp())
    WHERE u.id = $1 RETURNING ${ACCOUNT}`,
};

/** Notes that the person reads the mail of their address. */
export async function confirmAddress(db: Executor, id: string): Promise<Account | null> {
  return (await db.query<Account>(CONFIRM, [id]))[0] ?? null;
}

export interface NewUser {
  id: Id<"usr">;
  email: string;
  name: string;
  role: Role;
}

const INSERT = {
  text: `INSERT INTO users (id, email, name, role) VALUES ($1, $2, $3, $4)
    ON CONFLICT (email) DO NOTHING RETURNING id`,
};

/** False where the address is taken. */
export async function insertUser(tx: Executor, user: NewUser): Promise<boolean> {
  return (await tx.query(INSERT, [user.id, user.email, user.name, user.role])).length === 1;
}

const INSERT_FIRST_ADMIN = {
  text: `INSERT INTO users (id, email, name, role) SELECT $1, $2, $3, 'admin'
    WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin') RETURNING id`,
};

/** False where there is an admin already. Under the administration lock, so that two can't both be first. */
export async function insertFirstAdmin(
  tx: Executor,
  user: Omit<NewUser, "role">,
): Promise<boolean> {
  return (await tx.query(INSERT_FIRST_ADMIN, [user.id, user.email, user.name])).length === 1;
}

const HAS_ADMIN = { text: `SELECT 1 AS found FROM users WHERE role = 'admin' LIMIT 1` };

export async function hasAdmin(db: Executor): Promise<boolean> {
  return (await db.query(HAS_ADMIN, [])).length === 1;
}

const JOIN_GROUPS = {
  text: `INSERT INTO group_members (group_id, user_id)
    SELECT g.id, $1 FROM groups g WHERE g.id = ANY($2::text[]) ON CONFLICT DO NOTHING RETURNING group_id`,
};

/** The groups joined; one that was deleted meanwhile isn't among them. */
export async function joinGroups(
  tx: Executor,
  userId: string,
  groupIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ group_id: string }>(JOIN_GROUPS, [userId, groupIds]);
  return rows.map((row) => row.group_id);
}

const INSERT_FIRST_GROUP = {
  text: `INSERT INTO groups (id, slug, name) SELECT $1, 'reviewers', 'Reviewers'
    WHERE NOT EXISTS (SELECT 1 FROM groups) RETURNING id`,
};

/** The group that a new deployment begins with; false where there is one. */
export async function insertFirstGroup(tx: Executor, id: Id<"grp">): Promise<boolean> {
  return (await tx.query(INSERT_FIRST_GROUP, [id])).length === 1;
}

const SET_AWAY = {
  text: `UPDATE users SET away_until = $2::timestamptz
    WHERE id = $1 AND away_until IS DISTINCT FROM $2::timestamptz RETURNING id`,
};

/** Null: back. False where it is so already. */
export async function updateAway(tx: Executor, id: string, until: string | null): Promise<boolean> {
  return (await tx.query(SET_AWAY, [id, until])).length === 1;
}

const AWAY = {
  text: `SELECT away_until FROM users WHERE id = $1 AND away_until > clock_timestamp()`,
};

/** Until when a person is away; null where they aren't. */
export async function findAway(db: Executor, id: string): Promise<Date | null> {
  return (await db.query<{ away_until: Date }>(AWAY, [id]))[0]?.away_until ?? null;
}
