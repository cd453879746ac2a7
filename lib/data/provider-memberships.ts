import type { Executor } from "./database";

export interface ChangedMembership {
  group_id: string;
  slug: string;
}

const LEAVE = {
  text: `DELETE FROM group_members m USING groups g
    WHERE g.id = m.group_id AND m.user_id = $1 AND m.source = 'provider' AND g.slug <> ALL($2::text[])
    RETURNING m.group_id, g.slug`,
};
const JOIN = {
  text: `WITH joined AS (
    INSERT INTO group_members (group_id, user_id, source)
    SELECT g.id, $1, 'provider' FROM groups g WHERE g.slug = ANY($2::text[])
    ON CONFLICT DO NOTHING RETURNING group_id
  ) SELECT j.group_id, g.slug FROM joined j JOIN groups g ON g.id = j.group_id`,
};

const DIFFER = {
  text: `SELECT EXISTS (SELECT 1 FROM group_members m JOIN groups g ON g.id = m.group_id
      WHERE m.user_id = $1 AND m.source = 'provider' AND g.slug <> ALL($2::text[]))
    OR EXISTS (SELECT 1 FROM groups g WHERE g.slug = ANY($2::text[])
      AND NOT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = $1)) AS differ`,
};

/** Whether `replaceProviderMemberships` would change anything. */
export async function membershipsDiffer(
  tx: Executor,
  userId: string,
  slugs: readonly string[],
): Promise<boolean> {
  return (await tx.query<{ differ: boolean }>(DIFFER, [userId, slugs]))[0]?.differ === true;
}

/** Makes the provider's memberships of a person exactly these; what was made by hand stays as it is. */
export async function replaceProviderMemberships(
  tx: Executor,
  userId: string,
  slugs: readonly string[],
): Promise<{ left: ChangedMembership[]; joined: ChangedMembership[] }> {
  return {
    left: await tx.query<ChangedMembership>(LEAVE, [userId, slugs]),
    joined: await tx.query<ChangedMembership>(JOIN, [userId, slugs]),
  };
}
