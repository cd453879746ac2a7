import { beforeAll, expect, test } from "vitest";
import { AuditPageSchema } from "@/lib/contract/audit";
import { leafHash } from "@/lib/audit/entry";
import { testWorld } from "@/test/world";
import { createAgent } from "../agent/create";
import { contextFor, type ServiceContext } from "../context";
import { createGroup } from "../group/create";
import { listEvents } from "./list";
import { recordCommand } from "./record-command";

const world = testWorld();
let operator: ServiceContext & { actor: { kind: "operator"; login: string } };

beforeAll(async () => {
  operator = contextFor(world.base, { kind: "operator", login: "root" } as const);
  for (let i = 0; i < 5; i++) await createAgent(operator, { name: `audited-${i}` });
  await createGroup(operator, { slug: "audited" });
});

test.each([
  ["UPDATE", "UPDATE audit_events SET action = 'x'"],
  ["DELETE", "DELETE FROM audit_events"],
  ["TRUNCATE", "TRUNCATE audit_events"],
  [
    "an UPDATE with triggers set aside",
    "SET LOCAL session_replication_role = replica; UPDATE audit_events SET action = 'x'",
  ],
])("the log refuses %s, and keeps every row as it was", async (_, statement) => {
  const read = () =>
    world.base.db.query(
      { text: "SELECT md5(string_agg(e::text, '' ORDER BY seq)) AS all FROM audit_events e" },
      [],
    );
  const before = await read();
  const client = await world.base.db.pool.connect();
  try {
    await expect(client.query(statement)).rejects.toThrow(/append-only/);
  } finally {
    client.release(true);
  }
  expect(await read()).toEqual(before);
});

test("a mutation whose event can't be written is undone", async () => {
  const broken = { ...operator, actor: { kind: "operator", login: "\0" } } as const;
  await expect(createGroup(broken, { slug: "unlogged" })).rejects.toThrow();
  const rows = await world.base.db.query(
    { text: "SELECT 1 FROM groups WHERE slug = 'unlogged'" },
    [],
  );
  expect(rows).toEqual([]);
});

test("pages go through every event once, newest first, and match their schema", async () => {
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const page = await listEvents(operator, { limit: 2, ...(cursor ? { cursor } : {}) });
    AuditPageSchema.parse(page);
    seen.push(...page.items.map(({ seq }) => seq));
    cursor = page.next_cursor;
  } while (cursor);
  const stored = await world.base.db.query<{ seq: string }>(
    { text: "SELECT seq FROM audit_events ORDER BY seq DESC" },
    [],
  );
  expect(seen).toEqual(stored.map(({ seq }) => Number(seq)));
});

test("events are found by the beginning of their action, by actor and by time", async () => {
  const agents = await listEvents(operator, { action: "agent." });
  expect(agents.items.map(({ subject_name }) => subject_name)).toEqual(
    [4, 3, 2, 1, 0].map((i) => `audited-${i}`),
  );
  expect((await listEvents(operator, { actor: "root", action: "group." })).items).toHaveLength(1);
  expect((await listEvents(operator, { actor: "nobody" })).items).toEqual([]);
  const [newest] = agents.items;
  expect(
    (await listEvents(operator, { action: "agent.", until: newest?.at })).items.map(({ id }) => id),
  ).not.toContain(newest?.id);
});

test("a cursor that isn't ours is refused", async () => {
  await expect(listEvents(operator, { cursor: "abc" })).rejects.toMatchObject({
    code: "validation_failed",
  });
});

test("each row's leaf hash is that of its entry, which says what the row says", async () => {
  const rows = await world.base.db.query<{
    entry: string;
    leaf_hash: Buffer;
    action: string;
    id: string;
  }>({ text: "SELECT entry, leaf_hash, action, id FROM audit_events" }, []);
  for (const row of rows) {
    expect(row.leaf_hash.equals(leafHash(row.entry))).toBe(true);
    expect(JSON.parse(row.entry)).toMatchObject({ id: row.id, action: row.action });
  }
});

test("an operator's command is in the log under their login", async () => {
  await recordCommand(operator, { command: "agents list", given: { json: true } });
  const { items } = await listEvents(operator, { action: "operator.command" });
  expect(items[0]).toMatchObject({
    who: "operator root",
    data: { command: "agents list", given: { json: true } },
  });
});
