import { cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { artifactSha256 } from "@/client/protocol/digest";
import { migrate } from "@/scripts/migrate";
import { testDatabase } from "@/test/database";

const database = testDatabase();

test("operations from before the column keep the digest that they are bound to", async () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-before-"));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    const initial = "20261124000000_initial";
    cpSync(path.join("prisma/migrations", initial), path.join(directory, initial), {
      recursive: true,
    });
    await migrate(database.url, directory);

    const content = 'mutation { ä("\u{1f5d1}") }\n';
    // Only these rows are of interest, not what they belong to.
    await client.query("SET session_replication_role = replica");
    for (const [id, artifact] of [
      ["op_1", { kind: "graphql", content }],
      ["op_2", { kind: "none" }],
    ] as const)
      await client.query(
        `INSERT INTO operations (id, agent_id, api_key_id, environment_id, enforcement_point_id, environment, audience,
           action, resource_type, resource_id, submission, operation_digest, idempotency_key, request_digest, risk,
           report, report_digest, policy, policy_digest, group_id, approvals_required, expires_at)
         VALUES ($1, 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', $2, 'a', $1, 'a', 'low', '{}', 'a', '{}', 'a', 'a', 1, now())`,
        [id, JSON.stringify({ artifact })],
      );

    await migrate(database.url);
    const { rows } = await client.query(
      "SELECT artifact_sha256, artifact_redacted FROM operations ORDER BY id",
    );
    expect(rows).toEqual([
      { artifact_sha256: artifactSha256(content), artifact_redacted: false },
      { artifact_sha256: null, artifact_redacted: false },
    ]);
  } finally {
    await client.end();
    rmSync(directory, { recursive: true });
  }
});
