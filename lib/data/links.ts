import type { Actor, Role } from "@/lib/core/actor";
import { actorRecord } from "@/lib/core/actor";
import type { Id } from "@/lib/core/id";
import type { Executor } from "./database";

export type LinkPurpose = "setup" | "invite" | "sign_in";

export interface NewLink {
  id: Id<"lnk">;
  purpose: LinkPurpose;
  tokenHash: string;
  email: string | null;
  name?: string;
  role?: Role;
  groupIds?: readonly string[];
  userId?: string;
  ttl_s: number;
}

const INSERT = {
  text: `INSERT INTO links (id, purpose, token_hash, email, name, role, group_ids, user_id, created_by, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8, $9::jsonb, clock_timestamp() + make_interval(secs => $10::int))
    RETURNING expires_at`,
};

export async function insertLink(tx: Executor, link: NewLink, by: Actor): Promise<Date> {
  const [row] = await tx.query<{ expires_at: Date }>(INSERT, [
    link.id,
    link.purpose,
    link.tokenHash,
    link.email,
    link.name ?? null,
    link.role ?? null,
    link.groupIds ?? [],
    link.userId ?? null,
    JSON.stringify(actorRecord(by)),
    link.ttl_s,
  ]);
  if (!row) throw new Error("an insert returned no row");
  return new Date(row.expires_at);
}

const OPEN = `consumed_at IS NULL AND expires_at > clock_timestamp()`;
const COLUMNS = `id, purpose, email, name, role, group_ids, user_id`;

/** A link as it was made. */
export interface Link {
  id: Id<"lnk">;
  purpose: LinkPurpose;
  email: string | null;
  name: string | null;
  role: Role | null;
  group_ids: string[];
  user_id: Id<"usr"> | null;
}

const FIND = { text: `SELECT ${COLUMNS} FROM links WHERE token_hash = $1 AND ${OPEN}` };

/** The link as long as it can be used; looking at it changes nothing. */
export async function findOpenLink(db: Executor, tokenHash: string): Promise<Link | null> {
  return (await db.query<Link>(FIND, [tokenHash]))[0] ?? null;
}

const TAKE = {
  text: `UPDATE links SET consumed_at = clock_timestamp()
    WHERE token_hash = $1 AND purpose = ANY($2::text[]) AND email IS NOT DISTINCT FROM $3 AND ${OPEN}
    RETURNING ${COLUMNS}`,
};

/** Hands the link out once, to whoever also names the address that it was made for. */
export async function takeLink(
  tx: Executor,
  taken: { tokenHash: string; purposes: readonly LinkPurpose[]; email: string | null },
): Promise<Link | null> {
  return (await tx.query<Link>(TAKE, [taken.tokenHash, taken.purposes, taken.email]))[0] ?? null;
}

const FIND_INVITATION = {
  text: `SELECT 1 AS found FROM links WHERE purpose = 'invite' AND email = $1 AND ${OPEN} LIMIT 1`,
};

export async function isInvited(db: Executor, email: string): Promise<boolean> {
  return (await db.query(FIND_INVITATION, [email])).length === 1;
}

// All that are open, since one of them is accepted; the newest says what was meant last.
const TAKE_INVITATIONS = {
  text: `UPDATE links SET consumed_at = clock_timestamp()
    WHERE purpose = 'invite' AND email = $1 AND ${OPEN} RETURNING ${COLUMNS}, created_at`,
};

/** Accepts the address's invitation; null where there is none that is open. */
export async function takeInvitation(tx: Executor, email: string): Promise<Link | null> {
  const rows = await tx.query<Link & { created_at: Date }>(TAKE_INVITATIONS, [email]);
  rows.sort((a, b) => b.created_at.getTime() - a.created_at.getTime());
  return rows[0] ?? null;
}

const WITHDRAW = {
  text: `UPDATE links SET consumed_at = clock_timestamp()
    WHERE purpose = $1 AND email IS NOT DISTINCT FROM $2 AND consumed_at IS NULL`,
};

/** Makes earlier links of the kind worthless, so that only the newest one opens. */
export async function withdrawLinks(
  tx: Executor,
  purpose: LinkPurpose,
  email: string | null,
): Promise<void> {
  await tx.query(WITHDRAW, [purpose, email]);
}
