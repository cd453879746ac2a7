import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ActorOf } from "@/lib/core/actor";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { redeemGrant } from "@/lib/services/grant/redeem";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { submitOperation } from "@/lib/services/operation/submit";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { activatePolicy } from "./activate";
import { diffPolicies } from "./diff";
import { findPolicyFault } from "./fault";
import { listPolicies } from "./list";
import { savePolicy } from "./save";
import { showActive } from "./show-active";
import { showPolicy } from "./show";
import { simulatePolicy } from "./simulate";

const world = testWorld();
let admin: Reviewer;
let reviewer: Reviewer;
let second: Reviewer;
let operator: ServiceContext<ActorOf<"operator">>;

beforeAll(async () => {
  admin = await world.addUser({ role: "admin", member: false, name: "Ada Admin" });
  reviewer = await world.addUser();
  second = await world.addUser();
  operator = contextFor(world.base, { kind: "operator", login: "test" });
});

const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const activeVersion = async () => (await showActive(admin.ctx)).version;
const activate = async (version: number) =>
  activatePolicy(admin.ctx, { version, expected_version: await activeVersion() });
afterEach(() => sql("UPDATE installation SET policy_version = NULL"));

/** Rules in YAML, without their document. */
const written = (rules: string) => `version: countersign.policy/1\nrules:\n${rules}`;
const save = async (rules: string, note = "") =>
  (await savePolicy(admin.ctx, { source: written(rules), note })).policy.version;
/** The remark makes it a text of its own. */
const use = async (rules: string) => activate(await save(`# ${randomUUID()}\n${rules}`));

const DENY = '  - { name: night, when: environment.kind == "production", deny: Not by night. }\n';
const ALLOW = "  - { name: harmless, allow: true }\n";
const REVIEW = "  - { name: two, when: effects.delete, require: { approvals: 2 } }\n";

const body = incident({ claims: {} });
async function submit() {
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation;
}
async function approve(id: string, by = reviewer): Promise<string> {
  const form = await world.formOf(by, id);
  await decideOperation(by.ctx, { ...form, verdict: "approve" });
  return (await getOperation(world.agent.ctx, id)).operation.grant?.token ?? "";
}
const { environment, audience, action, resource, params, artifact } = body;
const redeem = (grant: string) =>
  redeemGrant(world.enforcement.ctx, {
    grant,
    redemption_id: randomUUID(),
    operation: { environment, audience, action, resource, params, artifact },
  } as never);

describe("a version", () => {
  it("is numbered, signed with who saved it, and applies to nothing until it is activated", async () => {
    const version = await save(DENY, "quiet nights");
    expect((await submit()).status).toBe("pending");
    expect(await activate(version)).toMatchObject({ version, fault: null });
    const { items, active_version } = await listPolicies(admin.ctx);
    expect(active_version).toBe(version);
    expect(items[0]).toMatchObject({
      version,
      active: true,
      note: "quiet nights",
      created_by: "Ada Admin",
    });
    const events = await sql(
      "SELECT action, actor ->> 'id' AS by, data FROM audit_events WHERE action LIKE 'policy.%' ORDER BY seq DESC LIMIT 2",
    );
    expect(events).toMatchObject([
      { action: "policy.activated", by: admin.id, data: { from: 0, to: version } },
      { action: "policy.saved", by: admin.id, data: { version, note: "quiet nights", rules: 1 } },
    ]);
  });

  it("gets a number of its own when several are saved at once", async () => {
    const saved = await Promise.all(Array.from({ length: 6 }, (_, i) => save(`${DENY}# ${i}\n`)));
    expect(new Set(saved).size).toBe(6);
  });

  it("of two admins who activate at once, one is told that something changed", async () => {
    const [one, other] = [await save(`${DENY}# one\n`), await save(`${DENY}# other\n`)];
    const before = await activeVersion();
    const results = await Promise.allSettled(
      [one, other].map((version) =>
        activatePolicy(admin.ctx, { version, expected_version: before }),
      ),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "stale_view" },
    });
  });

  it("is saved and activated by admins only, and by nobody who no longer is one", async () => {
    const source = written(DENY);
    for (const who of [reviewer.ctx, (await world.addUser({ role: "auditor" })).ctx]) {
      await expect(savePolicy(who, { source })).rejects.toMatchObject({ code: "forbidden" });
      await expect(activatePolicy(who, { version: 0, expected_version: 0 })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(simulatePolicy(who, { source })).rejects.toMatchObject({ code: "forbidden" });
      await expect(showActive(who)).resolves.toMatchObject({ version: 0 });
    }
    const demoted = await world.addUser({ role: "admin" });
    await sql("UPDATE users SET role = 'reviewer' WHERE id = $1", [demoted.id]);
    await expect(savePolicy(demoted.ctx, { source: `${source}#\n` })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("never changes, and is compared with another line by line", async () => {
    const [from, to] = [await save(DENY), await save(`${DENY}${REVIEW}`)];
    await expect(sql("UPDATE policy_versions SET note = 'x'")).rejects.toThrow("never changes");
    await expect(sql("DELETE FROM policy_versions")).rejects.toThrow("never changes");
    const lines = await diffPolicies(admin.ctx, { from, to });
    expect(lines.filter(({ kind }) => kind !== "same")).toEqual([
      { kind: "added", text: REVIEW.trimEnd() },
    ]);
    await expect(diffPolicies(admin.ctx, { from, to: 99_999 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("what the active policy", () => {
  it("denies is denied in the answer to its submission, with the reason", async () => {
    await use(DENY);
    expect(await submit()).toMatchObject({
      status: "denied",
      decision: { outcome: "denied", reason: "Not by night.", approvals: [] },
      next: { action: "stop" },
    });
  });

  it("allows comes back with a grant that can be redeemed", async () => {
    await use(ALLOW);
    const operation = await submit();
    expect(operation).toMatchObject({ status: "approved", policy: { rules: ["harmless"] } });
    await expect(redeem(operation.grant?.token ?? "")).resolves.toMatchObject({ execute: true });
  });

  it("wants reviewed waits for as many people as it asks for", async () => {
    await use(REVIEW);
    const { id, status, approvals } = await submit();
    expect([status, approvals.required]).toEqual(["pending", 2]);
    expect(await approve(id)).toBe("");
    expect(await approve(id, second)).toMatch(/^ey/);
  });
});

describe("a policy that is replaced between approval and redemption", () => {
  it("voids the approval where it now denies", async () => {
    const grant = await approve((await submit()).id);
    await use(DENY);
    await expect(redeem(grant)).rejects.toMatchObject({ code: "approval_void" });
  });

  it("voids what was allowed by itself where people must now be asked", async () => {
    await use(ALLOW);
    const grant = (await submit()).grant?.token ?? "";
    await activate(0);
    await expect(redeem(grant)).rejects.toMatchObject({ code: "approval_void" });
  });

  it("by one that makes no difference to it changes nothing", async () => {
    const grant = await approve((await submit()).id);
    await use('  - { name: elsewhere, when: environment.slug == "moon", deny: Not there. }\n');
    await expect(redeem(grant)).resolves.toMatchObject({ execute: true });
  });
});

it("while policies are swapped, each submission is judged by one that was active, whole", async () => {
  const [deny, review] = [await save(`${DENY}# swap\n`), await save(`${REVIEW}# swap\n`)];
  await activate(deny);
  let isDone = false;
  const swapping = (async () => {
    for (let i = 0; !isDone; i += 1) await activate(i % 2 === 0 ? review : deny);
  })();
  const settled = await Promise.allSettled(Array.from({ length: 40 }, submit));
  isDone = true;
  await swapping;
  const seen = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  // One that was overtaken again and again is told to come again; none is half judged.
  expect(seen.length).toBeGreaterThan(0);
  for (const { status, policy } of seen)
    expect([status, policy.version]).toEqual(
      policy.version === deny ? ["denied", deny] : ["pending", review],
    );
});

describe("a policy that can't be read", () => {
  it("lets nothing through, is shown to admins, and is mended by activating another", async () => {
    const grant = await approve((await submit()).id);
    const [{ version } = { version: 0 }] = await sql<{ version: number }>(
      `INSERT INTO policy_versions (version, source, document, digest, created_by)
       SELECT max(version) + 1, '{}', '{}', 'x', '{"kind":"system"}' FROM policy_versions RETURNING version`,
    );
    expect(await findPolicyFault(admin.ctx)).toBeNull();
    await expect(activate(version)).rejects.toMatchObject({ code: "validation_failed" });
    await sql("UPDATE installation SET policy_version = $1", [version]);

    await expect(submit()).rejects.toMatchObject({ code: "unavailable" });
    await expect(redeem(grant)).rejects.toMatchObject({ code: "unavailable" });
    expect(await findPolicyFault(admin.ctx)).toContain(`Version ${version} can't be read`);
    expect(await showActive(admin.ctx)).toMatchObject({ version, policy: { document: null } });
    expect(await showPolicy(admin.ctx, { version })).toMatchObject({ document: null });
    expect(await simulatePolicy(admin.ctx, { source: written(DENY) })).toMatchObject({
      against: 0,
    });

    await activate(0);
    await expect(redeem(grant)).resolves.toMatchObject({ execute: true });
  });

  it("nor does an installation that has lost its row", async () => {
    await sql("DELETE FROM installation");
    await expect(submit()).rejects.toMatchObject({ code: "unavailable" });
    expect(await findPolicyFault(operator)).toContain("row is missing");
    await sql("INSERT INTO installation (id) VALUES (1)");
  });
});

describe("a draft", () => {
  it("is tried on an operation as it was when it was submitted, rule by rule", async () => {
    const { id } = await submit();
    const source = written(
      `${DENY}${ALLOW}  - { name: odd, when: totals.bytes > 5, require: { approvals: 3 } }\n`,
    );
    const { items } = await simulatePolicy(admin.ctx, { source, operation: id });
    expect(items).toMatchObject([
      {
        operation: id,
        change: "denied",
        before: { ruling: "review", approvals: 1 },
        after: { ruling: "deny", demands: ["denied: Not by night."] },
        rules: [
          { rule: "night", condition: "true", applies: true },
          { rule: "harmless", condition: "true", applies: true },
          { rule: "odd", condition: "unknown", applies: true },
        ],
      },
    ]);
  });

  it("looks back over history without changing it, and lists what it would change", async () => {
    const before = await sql("SELECT id, status, policy FROM operations ORDER BY id");
    const found = await simulatePolicy(admin.ctx, { source: written(ALLOW), last: 10_000 });
    expect(found).toMatchObject({
      looked_at: before.length,
      complete: true,
      rulings: { deny: 0, review: 0, allow: before.length },
      counts: { allowed: before.length, same: 0 },
    });
    expect(found.items[0]?.rules).toEqual([
      { rule: "harmless", effect: "allow", applies: true, condition: "true" },
    ]);
    const some = await simulatePolicy(admin.ctx, { source: written(ALLOW), last: 3 });
    expect(some).toMatchObject({ looked_at: 3, complete: true });
    expect(await sql("SELECT id, status, policy FROM operations ORDER BY id")).toEqual(before);
  });

  it("can be tried on an example where there is no history", async () => {
    const name = "Delete a production volume with its only backup";
    const { items } = await simulatePolicy(admin.ctx, { source: written(ALLOW), example: name });
    // Its agent is contradicted, which no rule that allows gets past.
    expect(items).toMatchObject([{ operation: null, after: { ruling: "review" } }]);
  });
});
