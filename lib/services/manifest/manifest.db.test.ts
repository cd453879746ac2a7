import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { submitManifest } from "./submit";
import { approveTogether } from "./approve";
import { reviewManifest } from "./review";
import { reviewOperation } from "../operation/review";
import { markSeen } from "../operation/see";
import { decideOperation } from "../operation/decide";
import { reviewerHabits } from "../user/habits";

const world = testWorld();
let reviewer: Reviewer;
beforeAll(async () => {
  reviewer = await world.addUser();
});

const volume = (id: string) =>
  incident({
    resource: { type: "railway.volume", id },
    params: { volumeId: id },
    artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${id}") }` },
  });

async function submit(ids: string[]) {
  const body = { operations: ids.map(volume) };
  const { manifest } = await submitManifest(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return manifest;
}
const sql = (text: string, values: unknown[]) =>
  world.base.db.query<Record<string, unknown>>({ text }, values);
/** As evidence would have it, were it harmless. */
const makeLow = (ids: string[]) =>
  sql("UPDATE operations SET risk = 'low' WHERE id = ANY($1)", [ids]);
const itemsOf = async (id: string) =>
  (await reviewManifest(reviewer.ctx, id)).items.map((item) => ({
    operationId: item.row.id,
    operationDigest: item.operation_digest,
    shownDigest: item.shown_digest,
  }));

describe("operations that were submitted together", () => {
  it("are approved together where their risk is low, each by a decision of its own", async () => {
    const { id, operations } = await submit(["vol_1", "vol_2", "vol_3"]);
    await makeLow(operations.slice(0, 2).map((op) => op.id));
    const items = await itemsOf(id);
    const done = await approveTogether(reviewer.ctx, { items });
    expect(done.map(({ refused }) => refused)).toEqual([
      null,
      null,
      expect.stringMatching(/risk: decide it on its own page/),
    ]);
    const { items: after } = await reviewManifest(reviewer.ctx, id);
    expect(after.map(({ row }) => row.status)).toEqual(["approved", "approved", "pending"]);
  });

  it("what is refused for one holds up no other", async () => {
    const { id, operations } = await submit(["vol_1", "vol_2"]);
    await makeLow(operations.map((op) => op.id));
    const [first, second] = await itemsOf(id);
    const stale = { ...first!, shownDigest: `sha-256:${"0".repeat(64)}` };
    const done = await approveTogether(reviewer.ctx, { items: [stale, second!] });
    expect(done.map(({ refused }) => refused === null)).toEqual([false, true]);
  });

  it("can't be approved in a list once their risk has risen since it was drawn", async () => {
    const { id, operations } = await submit(["vol_1"]);
    await makeLow(operations.map((op) => op.id));
    const items = await itemsOf(id);
    await sql("UPDATE operations SET risk = 'high' WHERE id = $1", [operations[0]!.id]);
    const [done] = await approveTogether(reviewer.ctx, { items });
    expect(done?.refused).toMatch(/High risk/);
  });
});

it("a reviewer is told of the denial before, and how often the agent asked within a day", async () => {
  const [first] = (await submit(["vol_again"])).operations;
  await decideOperation(reviewer.ctx, {
    ...(await world.formOf(reviewer, first!.id)),
    verdict: "deny",
    comment: "Not on a Friday.",
  });
  const [again] = (await submit(["vol_again"])).operations;
  const { precedents, shown } = await reviewOperation(reviewer.ctx, again!.id);
  expect(precedents.denial).toMatchObject({
    operation_id: first!.id,
    same: true,
    reason: "Not on a Friday.",
  });
  expect(precedents.asked).toBeGreaterThanOrEqual(2);
  expect(precedents.denied).toBeGreaterThanOrEqual(1);
  expect(shown.denied_before).toEqual({ operation_id: first!.id, same: true });
});

it("an admin sees who approves everything within seconds, and nobody else does", async () => {
  const hasty = await world.addUser({ name: "Hasty" });
  for (let i = 0; i < 12; i += 1) {
    const [op] = (await submit([`vol_h${i}`])).operations;
    await markSeen(hasty.ctx, op!.id);
    await decideOperation(hasty.ctx, {
      ...(await world.formOf(hasty, op!.id)),
      verdict: "approve",
    });
  }
  const admin = await world.addUser({ role: "admin" });
  const habit = (await reviewerHabits(admin.ctx)).find(({ name }) => name === "Hasty");
  expect(habit).toMatchObject({ approved: 12, denied: 0, hasty: 12, rubber_stamp: true });
  expect(habit?.median_dwell).toBeLessThan(10);
  await expect(reviewerHabits(reviewer.ctx)).rejects.toMatchObject({ code: "forbidden" });
});
