import { digestOf } from "@/client/protocol/digest";
import { newId } from "@/lib/core/id";
import type { Executor } from "@/lib/data/database";
import { readPolicy } from "@/lib/policy/read";

/** Makes this text the active policy; answers with its version. */
export async function activatePolicy(db: Executor, text: string): Promise<number> {
  const read = readPolicy(text);
  if (!read.document) throw new Error(`no policy: ${JSON.stringify(read.faults)}`);
  const [row] = await db.query<{ version: number }>(
    {
      text: `INSERT INTO policy_versions (version, source, document, digest, created_by)
        SELECT coalesce(max(version), 0) + 1, $1, $2::jsonb, $3, '{"kind": "system", "task": "test"}'
        FROM policy_versions RETURNING version`,
    },
    [text, JSON.stringify(read.document), digestOf("countersign.policy.v1", read.document)],
  );
  if (!row) throw new Error("no version was stored");
  await db.query({ text: "UPDATE installation SET policy_version = $1" }, [row.version]);
  return row.version;
}

/** One rule that holds in this environment only, so that it is in nobody else's way. */
export const ruleFor = (slug: string, require: string): string =>
  `  - name: rule of ${slug}
    when: environment.slug == "${slug}"
    require: ${require}`;

export const policyOf = (...rules: string[]): string =>
  `version: countersign.policy/1\nrules:\n${rules.join("\n")}\n`;

export async function addGroup(
  db: Executor,
  slug: string,
  members: readonly { id: string }[] = [],
): Promise<string> {
  const id = newId("grp");
  await db.query({ text: "INSERT INTO groups (id, slug, name) VALUES ($1, $2, $2)" }, [id, slug]);
  for (const member of members)
    await db.query({ text: "INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)" }, [
      id,
      member.id,
    ]);
  return id;
}

/** Lets `to` stand in for `from` from now on. */
export async function delegate(
  db: Executor,
  from: { id: string },
  to: { id: string },
): Promise<void> {
  await db.query(
    {
      text: `INSERT INTO delegations (id, delegator_id, delegate_id, starts_at, ends_at)
        VALUES ($1, $2, $3, now() - interval '1 hour', now() + interval '1 day')`,
    },
    [newId("evt"), from.id, to.id],
  );
}
