import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { Risk } from "@/lib/core/operation";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { connectDatabase } from "@/lib/data/database";
import { readDecisionTimes } from "@/lib/data/decision-times";
import { decideOperation } from "./decide";
import { getOperation } from "./get";
import { submitOperation } from "./submit";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
/** A process of its own, as far as what it remembers goes. */
let agent: typeof world.agent.ctx;
beforeEach(() => {
  const db = connectDatabase(world.base.db.url, 2);
  agent = { ...world.agent.ctx, db };
  return () => db.close();
});

const submit = async (environment = "production") => {
  const body = incident({ environment });
  const input = { body, raw: JSON.stringify(body), idempotencyKey: randomUUID() };
  return (await submitOperation(agent, input)).operation;
};

it("is null until enough was decided by people, then says what to expect, while it is pending", async () => {
  const robin = await world.addUser();
  for (const seconds of [60, 120, 180, 240, 1000]) {
    const { id, eta } = await submit();
    expect(eta).toBeNull();
    await decideOperation(robin.ctx, { ...(await world.formOf(robin, id)), verdict: "deny" });
    await sql(
      "UPDATE operations SET created_at = decided_at - make_interval(secs => $2) WHERE id = $1",
      [id, seconds],
    );
  }
  expect((await submit()).eta).toBeNull(); // remembered for a minute

  const other = connectDatabase(world.base.db.url, 2);
  try {
    agent = { ...agent, db: other };
    const { id, eta } = await submit();
    expect(eta).toEqual({ p50: 180, p90: 696, sample: 5 });
    expect((await getOperation(agent, id)).operation.eta).toEqual(eta);
    expect((await submit("staging")).eta).toBeNull();
    await decideOperation(robin.ctx, { ...(await world.formOf(robin, id)), verdict: "deny" });
    expect((await getOperation(agent, id)).operation.eta).toBeUndefined();
  } finally {
    await other.close();
  }
});

it("is read from an index of its own, and of a bounded number of decisions", async () => {
  const [environment] = await sql<{ id: string }>(
    "SELECT id FROM environments WHERE slug = 'staging'",
  );
  await submit("staging");
  await sql(
    `INSERT INTO operations SELECT (jsonb_populate_record(o, jsonb_build_object('id', 'op_' || n,
        'idempotency_key', 'key-' || n, 'status', 'denied', 'created_at', now() - n * interval '1 minute',
        'expires_at', now() + interval '1 day', 'decided_at', now() - n * interval '1 minute' + interval '100 s'))).*
      FROM operations o, generate_series(1, 3000) n WHERE o.environment = 'staging' LIMIT 3000`,
  );
  await sql("VACUUM ANALYZE operations");
  const [{ risk } = { risk: "low" as Risk }] = await sql<{ risk: Risk }>(
    "SELECT risk FROM operations WHERE environment = 'staging' LIMIT 1",
  );
  const times = await readDecisionTimes(world.base.db, environment?.id ?? "", risk);
  expect(times).toEqual({ sample: 1000, p50_s: 100, p90_s: 100 });
  // So small a table is read whole unless that is forbidden: what counts is that the index suffices.
  const plan = await world.base.db.transaction(async (tx) => {
    for (const setting of ["enable_seqscan", "enable_sort", "enable_bitmapscan"])
      await tx.query({ text: `SET LOCAL ${setting} = off` }, []);
    return tx.query<{ "QUERY PLAN": string }>(
      {
        text: `EXPLAIN SELECT extract(epoch FROM o.decided_at - o.created_at)::float FROM operations o
          WHERE o.environment_id = $1 AND o.risk = 'high' AND o.status IN ('approved', 'denied')
            AND o.decided_at > now() - interval '90 days' AND o.decided_at > o.created_at
          ORDER BY o.decided_at DESC LIMIT 1000`,
      },
      [environment?.id],
    );
  });
  expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toMatch(
    /^Limit[^\n]*\n *->  Index Only Scan using operations_decided_idx/,
  );
});
