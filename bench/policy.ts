import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { randomUUID } from "node:crypto";
import { simulatePolicy } from "@/lib/services/policy/simulate";
import { submitOperation } from "@/lib/services/operation/submit";
import { STARTER } from "@/lib/policy/starter";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres/supervisor";
import { migrate } from "@/scripts/migrate";
import { incident, makeWorld } from "@/test/seed";

const OPERATIONS = 10_000;
const ROUNDS = 5;
/** Rows of a report's cascade: what makes stored reports long, and what a backtest must not read. */
const CASCADE = 40;

/** How long a backtest over 10,000 stored reports takes (at most 5 s), beside reading them whole. */
export async function benchPolicy(): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-bench-"));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory: path.join(directory, "postgres") });
  try {
    const client = new pg.Client({ connectionString: server.superuserUrl });
    await client.connect();
    await client.query("CREATE DATABASE policy");
    await client.end();
    const url = new URL(server.superuserUrl);
    url.pathname = "/policy";
    await migrate(url.toString(), path.resolve("prisma/migrations"));
    const world = await makeWorld(url.toString());
    try {
      await measure(world);
    } finally {
      await world.base.changes.close();
      await world.base.db.close();
    }
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measure(world: Awaited<ReturnType<typeof makeWorld>>): Promise<void> {
  const { db } = world.base;
  await world.addUser();
  const admin = await world.addUser({ role: "admin" });
  const body = incident();
  await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  await db.query({ text: MULTIPLY }, [OPERATIONS, CASCADE]);
  await db.query({ text: "VACUUM ANALYZE operations" }, []);
  const [size] = await db.query<{ bytes: number }>(
    { text: "SELECT avg(pg_column_size(report::text))::int AS bytes FROM operations" },
    [],
  );
  console.log(
    `${os.cpus().length} cores, Node ${process.version}, ${OPERATIONS.toLocaleString("en")} reports of ${size?.bytes} bytes on average, ${ROUNDS} rounds\n`,
  );
  const whole: number[] = [];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    whole.push(
      await timed(() =>
        db.query({ text: "SELECT report FROM operations ORDER BY created_at DESC LIMIT $1" }, [
          OPERATIONS,
        ]),
      ),
    );
    took.push(
      await timed(async () => {
        const { looked_at, complete } = await simulatePolicy(admin.ctx, {
          source: STARTER,
          last: OPERATIONS,
        });
        if (looked_at !== OPERATIONS || !complete) throw new Error(`looked at ${looked_at} only`);
      }),
    );
  }
  console.log(`backtest ${spread(took)}   reading the reports whole ${spread(whole)}`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const spread = (times: number[]): string => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (i: number) => `${((sorted[i] ?? NaN) / 1000).toFixed(2)} s`;
  return `${at(Math.floor(sorted.length / 2))} (${at(0)} to ${at(sorted.length - 1)})`;
};

/** Copies of one operation, each with a cascade of its own. */
const MULTIPLY = `
  INSERT INTO operations (id, status, decided_at, agent_id, api_key_id, environment_id, environment,
    enforcement_point_id, audience, action, resource_type, resource_id, resource_name, submission,
    operation_digest, idempotency_key, request_digest, risk, report, report_digest, policy, policy_digest,
    group_id, approvals_required, created_at, expires_at,
    artifact_sha256, artifact_redacted)
  SELECT 'op_' || lpad(i::text, 26, '0'), 'cancelled', o.created_at, o.agent_id, o.api_key_id,
    o.environment_id, o.environment, o.enforcement_point_id, o.audience, o.action, o.resource_type,
    o.resource_id, o.resource_name, o.submission, o.operation_digest, 'copy-' || i, o.request_digest,
    o.risk,
    jsonb_set(o.report, '{resources}', (SELECT jsonb_agg(jsonb_build_object('id', md5(i::text || j), 'type', 'postgresql.table', 'via', md5(j::text || i), 'role', 'cascade', 'depth', 1, 'protections', '[]'::jsonb))
      FROM generate_series(1, $2::int) j)),
    o.report_digest, o.policy, o.policy_digest, o.group_id, o.approvals_required,
    o.created_at - i * interval '1 minute', o.expires_at,
    o.artifact_sha256, o.artifact_redacted
  FROM operations o CROSS JOIN generate_series(1, $1::int - 1) i`;
