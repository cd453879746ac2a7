import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ActorOf } from "@/lib/core/actor";
import { mintApiKey } from "@/lib/core/api-key";
import { newId } from "@/lib/core/id";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { createAgent } from "../agent/create";
import { disableAgent } from "../agent/disable";
import { listEvents } from "../audit/list";
import { contextFor, type ServiceContext } from "../context";
import { createEnforcementPoint } from "../enforcement-point/create";
import { disableEnforcementPoint } from "../enforcement-point/disable";
import { decideOperation } from "../operation/decide";
import { submitOperation } from "../operation/submit";
import { authenticateKey } from "./authenticate";
import { issueKey } from "./issue";
import { listKeys } from "./list";
import { revokeKey } from "./revoke";
import { revokeLeakedKey } from "./revoke-leaked";
import { rotateKey } from "./rotate";

const world = testWorld();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SCOPE = {
  environments: ["staging"],
  actions: ["railway.volume.*"],
  resources: ["railway.volume:*"],
};

let operator: ServiceContext;
let visitor: ServiceContext;
let serial = 0;
let agent: string;

beforeAll(() => {
  operator = contextFor(world.base, { kind: "operator", login: "root" });
  visitor = contextFor(world.base, { kind: "visitor" });
});
beforeEach(async () => {
  agent = (await createAgent(operator, { name: `agent-of-keys-${++serial}` })).name;
});

const issue = (more: object = {}) =>
  issueKey(operator, { kind: "agent", agent, scope: SCOPE, ...more });
const use = (key: string) =>
  authenticateKey(world.base, { header: `Bearer ${key}`, requestId: newId("req") });
const life = (key: { created_at: string; expires_at: string }) =>
  Date.parse(key.expires_at) - Date.parse(key.created_at);
const keyEvents = async (subject: string) =>
  (await listEvents(operator, { action: "key.", limit: 200 })).items.filter(
    (event) => event.subject === subject,
  );

describe("issuing", () => {
  test("a key works as its kind, with exactly the scope that was asked for", async () => {
    const issued = await issue();
    const { actor } = await use(issued.key);
    expect(actor).toEqual({
      kind: "agent",
      agentId: issued.agent?.id,
      apiKeyId: issued.id,
      scope: SCOPE,
    });
    expect(issued.key.startsWith(`${issued.prefix}_`)).toBe(true);
  });

  test("the secret is in the answer alone: not in the row, the list or the log", async () => {
    const issued = await issue({ name: "ci" });
    const secret = issued.key.split("_")[3] ?? "";
    const rows = await world.base.db.query<{ row: string }>(
      {
        text: `SELECT to_jsonb(k)::text AS row FROM api_keys k WHERE k.id = $1
          UNION ALL SELECT to_jsonb(e)::text FROM audit_events e WHERE e.subject = $1`,
      },
      [issued.id],
    );
    const everything = JSON.stringify([rows, await listKeys(operator)]);
    expect(rows).toHaveLength(2);
    expect(secret).toHaveLength(43);
    expect(everything).not.toContain(secret);
    expect(everything).not.toContain(Buffer.from(secret).toString("hex"));
  });

  test("a key lives 30 days unless said otherwise, and 90 at most", async () => {
    expect(life(await issue())).toBe(30 * DAY_MS);
    expect(life(await issue({ expires_in: 90 * 86_400 }))).toBe(90 * DAY_MS);
    await expect(issue({ expires_in: 90 * 86_400 + 1 })).rejects.toMatchObject({
      code: "validation_failed",
      extra: { errors: [{ pointer: "/expires_in" }] },
    });
  });

  test.each([
    ["no environment", { ...SCOPE, environments: [] }, "/scope/environments"],
    ["no action", { ...SCOPE, actions: [] }, "/scope/actions"],
    ["no resource", { ...SCOPE, resources: [] }, "/scope/resources"],
    ["a resource without a type", { ...SCOPE, resources: ["vol_1"] }, "/scope/resources/0"],
    ["an action in capitals", { ...SCOPE, actions: ["Railway.*"] }, "/scope/actions/0"],
    [
      "a misspelt environment",
      { ...SCOPE, environments: ["staging", "prodction"] },
      "/scope/environments/1",
    ],
  ])("a scope with %s is refused, naming where", async (_, scope, pointer) => {
    await expect(issue({ scope })).rejects.toMatchObject({
      code: "validation_failed",
      extra: { errors: [{ pointer }] },
    });
  });

  test("an unknown or disabled agent gets no key", async () => {
    await expect(issue({ agent: "nobody" })).rejects.toThrow(/No agent "nobody" is registered/);
    await disableAgent(operator, { agent });
    await expect(issue()).rejects.toThrow(/is disabled/);
  });

  test("whoever issues a key in the browser is its creator, and so may not approve with it", async () => {
    const admin = await world.addUser({ role: "admin", name: "Ada Admin" });
    const issued = await issueKey(admin.ctx, { kind: "agent", agent, scope: SCOPE });
    expect(issued.created_by).toBe("Ada Admin");
    const [row] = await world.base.db.query<{ creator_id: string }>(
      { text: "SELECT creator_id FROM api_keys WHERE id = $1" },
      [issued.id],
    );
    expect(row?.creator_id).toBe(admin.id);
  });

  test("whoever issues or rotates a key through an admin key of theirs may not approve with it either", async () => {
    const [admin, able] = [await world.addUser({ role: "admin" }), await world.addUser()];
    const throughKey = await use((await issueKey(admin.ctx, { kind: "admin" })).key);
    const scope = { environments: ["*"], actions: ["*"], resources: ["*"] };
    const issued = await issueKey(throughKey, { kind: "agent", agent, scope });
    const rotated = await rotateKey(throughKey, { id: issued.id });
    expect(issued.created_by).toMatch(/^admin key key_/);
    for (const { key } of [issued, rotated]) {
      const asker = (await use(key)) as ServiceContext<ActorOf<"agent">>;
      const body = incident();
      const { operation } = await submitOperation(asker, {
        body,
        raw: JSON.stringify(body),
        idempotencyKey: randomUUID(),
      });
      const approve = async (reviewer: Reviewer) =>
        decideOperation(reviewer.ctx, {
          ...(await world.formOf(reviewer, operation.id)),
          verdict: "approve",
        });
      await expect(approve(admin)).rejects.toMatchObject({ code: "self_approval" });
      expect(await approve(able)).toEqual({ status: "approved" });
    }
  });
});

describe("what a key belongs to", () => {
  test("disabling the agent stops all of its keys at once", async () => {
    const [one, two] = [await issue(), await issue()];
    await disableAgent(operator, { agent });
    await expect(use(one.key)).rejects.toMatchObject({ code: "key_revoked" });
    await expect(use(two.key)).rejects.toMatchObject({ code: "key_revoked" });
  });

  test("disabling the enforcement point stops its key at once", async () => {
    const audience = `https://ep-${agent}.example.com`;
    await createEnforcementPoint(operator, { name: "Guard", audience });
    const { key } = await issueKey(operator, { kind: "enforce", enforcement_point: audience });
    expect((await use(key)).actor).toMatchObject({ kind: "enforcement_point", audience });
    await disableEnforcementPoint(operator, { enforcement_point: audience });
    await expect(use(key)).rejects.toMatchObject({ code: "key_revoked" });
  });
});

describe("rotating", () => {
  test("old and new key both work during the overlap, and the new one has the same scope", async () => {
    const old = await issue({ name: "ci" });
    const next = await rotateKey(operator, { id: old.id, overlap: 3600 });
    expect(next).toMatchObject({ kind: "agent", name: "ci", scope: SCOPE, agent: old.agent });
    expect((await use(old.key)).actor.kind).toBe("agent");
    expect((await use(next.key)).actor.kind).toBe("agent");
    const { items } = await listKeys(operator, { agent });
    const kept = items.find(({ id }) => id === old.id);
    expect(kept?.rotated_to).toBe(next.id);
    expect(Date.parse(kept?.expires_at ?? "") - Date.now()).toBeLessThanOrEqual(HOUR_MS);
  });

  test("without overlap the old key has ended when the new one is handed over", async () => {
    const old = await issue();
    const next = await rotateKey(operator, { id: old.id, overlap: 0 });
    await expect(use(old.key)).rejects.toMatchObject({ code: "key_expired" });
    expect((await use(next.key)).actor.kind).toBe("agent");
  });

  test("an overlap never lengthens the old key's life", async () => {
    const old = await issue({ expires_in: 60 });
    await rotateKey(operator, { id: old.id, overlap: 3600 });
    const { items } = await listKeys(operator, { agent });
    expect(items.find(({ id }) => id === old.id)?.expires_at).toBe(old.expires_at);
  });

  test("of ten rotations at once one makes a successor, and the others leave no key behind", async () => {
    const old = await issue();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => rotateKey(operator, { id: old.id })),
    );
    const refusals = results.flatMap((r) => (r.status === "rejected" ? [r.reason] : []));
    expect(refusals).toHaveLength(9);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "already_exists" });
    expect((await listKeys(operator, { agent })).items).toHaveLength(2);
  });

  test("a revoked or unknown key has no successor", async () => {
    const old = await issue();
    await revokeKey(operator, { id: old.id });
    await expect(rotateKey(operator, { id: old.id })).rejects.toMatchObject({
      code: "key_revoked",
    });
    await expect(rotateKey(operator, { id: newId("key") })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("revoking", () => {
  test("the next request is refused; doing it again changes and logs nothing more", async () => {
    const { id, key } = await issue();
    const revoked = await revokeKey(operator, { id });
    await expect(use(key)).rejects.toMatchObject({ code: "key_revoked" });
    expect(await revokeKey(operator, { id })).toEqual(revoked);
    expect(await keyEvents(id)).toHaveLength(2);
  });

  test("whoever holds a leaked key can end it", async () => {
    const { id, key } = await issue();
    await revokeLeakedKey(visitor, { key });
    await revokeLeakedKey(visitor, { key });
    await expect(use(key)).rejects.toMatchObject({ code: "key_revoked" });
    const [event, ...others] = await keyEvents(id);
    expect(event).toMatchObject({ action: "key.revoked", who: "a visitor" });
    expect(others).toHaveLength(1);
  });

  test("a key's public part alone ends nothing", async () => {
    const { key, prefix } = await issue();
    const { secret } = mintApiKey("agent");
    for (const guess of [`${prefix}_${secret}_000000`, prefix, "csk_agent", "?"])
      await revokeLeakedKey(visitor, { key: guess });
    expect((await use(key)).actor.kind).toBe("agent");
  });

  test("a well-formed key with the wrong secret ends nothing", async () => {
    const { key } = await issue();
    const { formatApiKey, parseApiKey } = await import("@/client/protocol/api-key");
    const parsed = parseApiKey(key);
    if (!parsed.ok) throw new Error("the key should parse");
    const { secret } = mintApiKey("agent");
    await revokeLeakedKey(visitor, { key: formatApiKey({ ...parsed, secret }) });
    expect((await use(key)).actor.kind).toBe("agent");
  });
});

describe("listing", () => {
  test("pages go through every key once, newest first", async () => {
    const made = [];
    for (let i = 0; i < 5; i++) made.unshift((await issue()).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listKeys(operator, { agent, limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen).toEqual(made);
  });

  test("keys are found by their state", async () => {
    const [active, revoked, expired] = [await issue(), await issue(), await issue()];
    await revokeKey(operator, { id: revoked.id });
    await rotateKey(operator, { id: expired.id, overlap: 0 });
    const ids = async (state: "active" | "revoked" | "expired") =>
      (await listKeys(operator, { agent, state })).items.map(({ id }) => id);
    expect(await ids("revoked")).toEqual([revoked.id]);
    expect(await ids("expired")).toEqual([expired.id]);
    expect(await ids("active")).toContain(active.id);
  });
});
