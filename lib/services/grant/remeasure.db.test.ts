import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActorOf } from "@/lib/core/actor";
import { registerConnection } from "@/lib/services/connection/register";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { recomputeOperation } from "@/lib/services/operation/recompute";
import { reviewOperation } from "@/lib/services/operation/review";
import { submitOperation } from "@/lib/services/operation/submit";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { redeemGrant } from "./redeem";

const world = testWorld();
const ROLE = `measurer_${process.pid}`;
const SQL = "DELETE FROM shop.orders WHERE state = 'old'";
let owner: pg.Client;
let reviewer: Reviewer;
let operator: ServiceContext<ActorOf<"operator">>;

const body = incident({
  action: "postgresql.rows.delete",
  resource: { type: "postgresql.table", id: "shop.orders" },
  params: {},
  artifact: { kind: "sql", dialect: "postgresql", content: SQL },
  claims: { records: 0 },
});

beforeAll(async () => {
  reviewer = await world.addUser();
  operator = contextFor(world.base, { kind: "operator", login: "test" });
  owner = new pg.Client({ connectionString: world.base.db.url });
  await owner.connect();
  await owner.query(`CREATE SCHEMA shop;
    CREATE TABLE shop.orders (id int PRIMARY KEY, state text);
    CREATE TABLE shop.lines (id int PRIMARY KEY, order_id int REFERENCES shop.orders ON DELETE CASCADE);
    INSERT INTO shop.orders SELECT i, CASE WHEN i <= 40 THEN 'old' ELSE 'new' END FROM generate_series(1, 100) i;
    INSERT INTO shop.lines SELECT i, 1 + i % 100 FROM generate_series(1, 200) i;
    CREATE ROLE ${ROLE} LOGIN PASSWORD 'reads-only';
    GRANT USAGE ON SCHEMA shop TO ${ROLE}; GRANT SELECT ON ALL TABLES IN SCHEMA shop TO ${ROLE};`);
  const url = new URL(world.base.db.url);
  url.username = ROLE;
  url.password = "reads-only";
  url.search = "";
  await registerConnection(operator, {
    name: "shop",
    environment: "production",
    resources: "postgresql.table:*",
    url: url.toString(),
  });
});
afterAll(async () => {
  await owner.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await owner.end();
});

async function submit() {
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation;
}

async function approve(id: string): Promise<string> {
  const form = await world.formOf(reviewer, id);
  await decideOperation(reviewer.ctx, { ...form, verdict: "approve" });
  const { operation } = await getOperation(world.agent.ctx, id);
  return operation.grant?.token ?? "";
}

const redeem = (grant: string) => {
  const { environment, audience, action, resource, params, artifact } = body;
  return redeemGrant(world.enforcement.ctx, {
    grant,
    redemption_id: randomUUID(),
    operation: { environment, audience, action, resource, params, artifact },
  } as never);
};

describe("a blast radius that was measured", () => {
  it("is counted at submission, cascade and all, and refutes the claim", async () => {
    const operation = await submit();
    expect(operation.blast_radius).toMatchObject({
      totals: { records_deleted: { value: 120, bound: "exact", assurance: "observed" } },
      headline: "Deletes 120 rows in 2 tables of production.",
    });
    expect(operation.blast_radius.claims).toContainEqual(
      expect.objectContaining({ claim: "records", said: "0", verdict: "contradicted" }),
    );
  });

  it("may grow by a tenth until the grant is claimed", async () => {
    const grant = await approve((await submit()).id);
    await owner.query("UPDATE shop.orders SET state = 'old' WHERE id = 41");
    await expect(redeem(grant)).resolves.toMatchObject({ execute: true });
    await owner.query("UPDATE shop.orders SET state = 'new' WHERE id = 41");
  });

  it("that has grown beyond voids the approval, and who approved is told", async () => {
    const { id } = await submit();
    const grant = await approve(id);
    await owner.query("UPDATE shop.orders SET state = 'old'");
    await expect(redeem(grant)).rejects.toMatchObject({
      code: "blast_radius_grew",
      detail: expect.stringContaining("120 were approved, 300 it would be now") as string,
    });
    await expect(redeem(grant)).rejects.toMatchObject({ code: "grant_revoked" });
    await owner.query("UPDATE shop.orders SET state = 'new' WHERE id > 40");
    const view = await reviewOperation(reviewer.ctx, id);
    expect(view.timeline.at(-1)).toMatchObject({
      action: "grant.revoked",
      detail: expect.stringContaining("120 were approved") as string,
    });
    const mails = await world.base.db.query(
      { text: "SELECT recipient FROM outbox WHERE kind = 'approval_void' AND operation_id = $1" },
      [id],
    );
    expect(mails).toEqual([{ recipient: reviewer.email }]);
  });

  it("that can't be measured any more is no yes, and burns nothing", async () => {
    const grant = await approve((await submit()).id);
    await owner.query(`ALTER ROLE ${ROLE} NOLOGIN`);
    await expect(redeem(grant)).rejects.toMatchObject({ code: "unavailable" });
    await owner.query(`ALTER ROLE ${ROLE} LOGIN`);
    await expect(redeem(grant)).resolves.toMatchObject({ execute: true });
  });

  it("is worked out again on demand, until somebody has approved", async () => {
    const { id } = await submit();
    await owner.query("UPDATE shop.orders SET state = 'old' WHERE id <= 50");
    const before = await world.formOf(reviewer, id);
    await recomputeOperation(reviewer.ctx, id);
    const view = await reviewOperation(reviewer.ctx, id);
    expect(view.shown.report.totals.records_deleted.value).toBe(150);
    await expect(
      decideOperation(reviewer.ctx, { ...before, verdict: "approve" }),
    ).rejects.toMatchObject({ code: "stale_view" });
    await approve(id);
    await expect(recomputeOperation(reviewer.ctx, id)).rejects.toMatchObject({
      code: "already_terminal",
    });
    await owner.query("UPDATE shop.orders SET state = 'new' WHERE id > 40");
  });
});
