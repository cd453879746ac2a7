import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { SubmitOperation } from "@/lib/contract/operation";
import { activatePolicy, addGroup, delegate, policyOf, ruleFor } from "@/test/policy";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { contextFor } from "../context";
import { approveTogether } from "../manifest/approve";
import { addRecoveryPoint } from "../inventory/add-recovery-point";
import { registerResource } from "../inventory/register";
import { decideOperation, type DecideInput } from "./decide";
import { getOperation } from "./get";
import { loadInbox } from "./inbox";
import { recomputeOperation } from "./recompute";
import { reviewOperation } from "./review";
import { submitOperation } from "./submit";

const world = testWorld();
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

let dba: string;
const SOLE = "  - name: anything\n    require: { approvals: 1 }";

beforeAll(async () => {
  dba = await addGroup(world.base.db, "dba");
  for (const slug of ["remarked", "named", "copied", "paired", "plain"])
    await world.addEnvironment(slug, "production");
  await activatePolicy(
    world.base.db,
    policyOf(
      ruleFor("remarked", "{ comment: true }"),
      ruleFor("named", "{ typed_confirmation: true }"),
      ruleFor("copied", "{ recovery: { max_age: 24h } }"),
      ruleFor("paired", "{ approvals: 1, groups: { dba: 1 } }"),
      `  - name: nothing at all in the dark
    when: action == "dark.delete"
    deny: "It is dark."`,
    ),
  );
});

async function submit(environment: string, change: Partial<SubmitOperation> = {}) {
  const body = incident({ environment, ...change });
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation.id;
}
/** A volume that an admin registered, and what an agent sends to delete it. */
async function volume(id: string, environment: string, name: string | null = null) {
  const operator = contextFor(world.base, { kind: "operator", login: "root" });
  const { resource } = await registerResource(operator, {
    type: "railway.volume",
    pattern: id,
    environment,
    name,
  });
  return {
    addPoint: (point: string, hours: number) =>
      addRecoveryPoint(operator, {
        resource: resource.id,
        name: point,
        taken_at: new Date(Date.now() - hours * 3_600_000).toISOString(),
        failure_domain: "aws.account:backups",
      }),
  };
}
const deletion = (id: string, name?: string): Partial<SubmitOperation> => ({
  resource: { type: "railway.volume", id, ...(name === undefined ? {} : { name }) },
  params: { volumeId: id },
  artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${id}") }` },
});
const join = (group: string, user: Reviewer) =>
  sql("INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", [group, user.id]);
const approve = async (reviewer: Reviewer, id: string, given: Partial<DecideInput> = {}) =>
  decideOperation(reviewer.ctx, {
    ...(await world.formOf(reviewer, id)),
    verdict: "approve",
    ...given,
  });
const view = async (id: string) => (await getOperation(world.agent.ctx, id)).operation;

describe("an approval", () => {
  it("without the comment that is demanded is refused, and a denial isn't", async () => {
    const reviewer = await world.addUser();
    const id = await submit("remarked");
    for (const comment of ["", "  \n"])
      await expect(approve(reviewer, id, { comment })).rejects.toMatchObject({
        code: "validation_failed",
      });
    expect((await view(id)).status).toBe("pending");
    await approve(reviewer, id, { comment: "checked with the owner" });
    expect((await view(id)).status).toBe("approved");
    const other = await submit("remarked");
    const form = await world.formOf(reviewer, other);
    await decideOperation(reviewer.ctx, { ...form, verdict: "deny" });
    expect((await view(other)).status).toBe("denied");
  });

  it("names the resource exactly: by its id, and not by what the agent calls it", async () => {
    const reviewer = await world.addUser();
    const id = await submit("named");
    for (const typed of ["", "pg-data", "VOL_8F2C", "vol_8f2c "])
      await expect(approve(reviewer, id, { typed })).rejects.toMatchObject({
        code: "validation_failed",
      });
    const { shown } = await reviewOperation(reviewer.ctx, id);
    expect(shown.policy.typed_confirmation).toBe("vol_8f2c");
    await approve(reviewer, id, { typed: "vol_8f2c" });
    expect((await view(id)).status).toBe("approved");
  });

  it("names it as an admin registered it, where one did", async () => {
    const reviewer = await world.addUser();
    await volume("vol_named", "named", "orders-db");
    const id = await submit("named", deletion("vol_named", "scratch"));
    await expect(approve(reviewer, id, { typed: "scratch" })).rejects.toMatchObject({
      code: "validation_failed",
    });
    await approve(reviewer, id, { typed: "orders-db" });
    expect((await view(id)).status).toBe("approved");
    // A registration without a name of its own doesn't make the agent's label one.
    await volume("vol_nameless", "named");
    const other = await submit("named", deletion("vol_nameless", "scratch"));
    await expect(approve(reviewer, other, { typed: "scratch" })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it("waits for a recovery point that is recent enough, survives and isn't the agent's word", async () => {
    const reviewer = await world.addUser();
    const id = await submit("copied", deletion("vol_copied"));
    await expect(approve(reviewer, id)).rejects.toMatchObject({
      code: "recovery_required",
      status: 409,
    });
    const copies = await volume("vol_copied", "copied");
    await copies.addPoint("stale", 25);
    await recomputeOperation(reviewer.ctx, id);
    await expect(approve(reviewer, id)).rejects.toMatchObject({ code: "recovery_required" });
    expect((await reviewOperation(reviewer.ctx, id)).viewer).toMatchObject({
      may_approve: false,
      may_deny: true,
    });
    await copies.addPoint("fresh", 1);
    await recomputeOperation(reviewer.ctx, id);
    await approve(reviewer, id);
    expect((await view(id)).status).toBe("approved");
  });
});

describe("a quorum of two groups", () => {
  it("is told group by group, on the wire and on the page, and nobody fills two", async () => {
    const [both, sre] = [await world.addUser(), await world.addUser()];
    await join(dba, both);
    const id = await submit("paired");
    await approve(both, id);
    expect(await view(id)).toMatchObject({
      status: "pending",
      approvals: {
        required: 2,
        received: 1,
        groups: ["sre", "dba"],
        quorum: [
          { group: "sre", required: 1, received: 1 },
          { group: "dba", required: 1, received: 0 },
        ],
      },
    });
    await approve(sre, id);
    const page = await reviewOperation(sre.ctx, id);
    expect(page.decisions.map((d) => [d.reviewer.id, d.counts_for])).toEqual([
      [both.id, "dba"],
      [sre.id, "sre"],
    ]);
    expect(await view(id)).toMatchObject({ status: "approved", approvals: { received: 2 } });
  });

  it("whose last two seats are filled at the same instant is complete once", async () => {
    const [dbaOne, sreOne] = [await world.addUser({ member: false }), await world.addUser()];
    await join(dba, dbaOne);
    for (let round = 0; round < 15; round += 1) {
      const id = await submit("paired");
      const results = await Promise.allSettled([approve(dbaOne, id), approve(sreOne, id)]);
      expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
      expect((await view(id)).status).toBe("approved");
      const [{ issued } = { issued: 0 }] = await sql<{ issued: number }>(
        `SELECT count(*)::int AS issued FROM audit_events
          WHERE operation_id = $1 AND action IN ('grant.issued', 'operation.approved')`,
        [id],
      );
      expect(issued).toBe(2);
    }
  });

  it("counts only approvals that stand: who left the group no longer fills its seat", async () => {
    const [leaver, sre] = [await world.addUser({ member: false }), await world.addUser()];
    await join(dba, leaver);
    const id = await submit("paired");
    await approve(leaver, id);
    await sql("DELETE FROM group_members WHERE user_id = $1", [leaver.id]);
    await approve(sre, id);
    expect(await view(id)).toMatchObject({ status: "pending", approvals: { received: 1 } });
    const page = await reviewOperation(sre.ctx, id);
    expect(page.decisions.map(({ stands }) => stands)).toEqual([false, true]);
    const { for_others: listed } = await loadInbox(sre.ctx);
    expect(listed.find((row) => row.id === id)).toMatchObject({ approvals_received: 1 });
  });
});

describe("nobody is more for having delegates", () => {
  it("who approved can't approve again by who stands in for them", async () => {
    const [keeper, stand] = [await world.addUser(), await world.addUser({ member: false })];
    await delegate(world.base.db, keeper, stand);
    await world.addEnvironment(`twice-${keeper.id.slice(-6)}`, "production", 2);
    await world.addUser();
    const id = await submit(`twice-${keeper.id.slice(-6)}`);
    await approve(keeper, id);
    await expect(approve(stand, id)).rejects.toMatchObject({ code: "not_eligible" });
    expect(await view(id)).toMatchObject({ status: "pending", approvals: { received: 1 } });
  });

  it("of two who stand in for one person, one counts; and once that person speaks, neither", async () => {
    const keeper = await world.addUser();
    const stands = [
      await world.addUser({ member: false }),
      await world.addUser({ member: false, name: "Second Stand-in" }),
    ] as const;
    for (const one of stands) await delegate(world.base.db, keeper, one);
    const slug = `thrice-${keeper.id.slice(-6)}`;
    await world.addEnvironment(slug, "production", 2);
    await world.addUser();
    const id = await submit(slug);
    await approve(stands[0], id);
    await expect(approve(stands[1], id)).rejects.toMatchObject({ code: "not_eligible" });
    expect((await view(id)).approvals.received).toBe(1);
    expect((await reviewOperation(keeper.ctx, id)).decisions).toMatchObject([
      { stands: true, stands_in_for: "Robin Reviewer" },
    ]);
    await approve(keeper, id);
    expect(await view(id)).toMatchObject({ status: "pending", approvals: { received: 1 } });
  });

  it("of the asker's, none approves for them", async () => {
    const [owner, stand] = [await world.addUser(), await world.addUser({ member: false })];
    await delegate(world.base.db, owner, stand);
    const agent = await world.addAgent({ ownerId: owner.id });
    const body = incident({ environment: "plain" });
    const { operation } = await submitOperation(agent.ctx, {
      body,
      raw: JSON.stringify(body),
      idempotencyKey: randomUUID(),
    });
    await expect(approve(stand, operation.id)).rejects.toMatchObject({ code: "self_approval" });
  });
});

it("what the policy denies is told with its rule, on the page and in the timeline", async () => {
  const reviewer = await world.addUser();
  const id = await submit("plain", { action: "dark.delete" });
  const page = await reviewOperation(reviewer.ctx, id);
  expect(page).toMatchObject({
    status: "denied",
    shown: {
      policy: {
        ruling: "deny",
        denials: [{ rule: "nothing at all in the dark", reason: "It is dark." }],
      },
    },
  });
  expect(page.timeline.at(-1)).toMatchObject({
    who: "The policy",
    detail: "It is dark.",
    policy_rules: ["nothing at all in the dark"],
  });
});

it("what was demanded stays demanded where a policy that allows it comes later", async () => {
  const reviewer = await world.addUser();
  await volume("vol_kept", "named");
  const id = await submit("named", { ...deletion("vol_kept"), claims: {} });
  const { version } = (
    await sql<{ version: number }>("SELECT policy_version AS version FROM installation")
  )[0]!;
  await activatePolicy(
    world.base.db,
    policyOf('  - name: fine\n    when: environment.slug == "named"\n    allow: true'),
  );
  const before = (await reviewOperation(reviewer.ctx, id)).shown.policy;
  await recomputeOperation(reviewer.ctx, id);
  expect((await reviewOperation(reviewer.ctx, id)).shown.policy).toEqual(before);
  await sql("UPDATE installation SET policy_version = $1", [version]);
});

it("what was demanded stays demanded where a policy that demands something else comes later", async () => {
  const reviewer = await world.addUser();
  await volume("vol_looser", "named");
  const id = await submit("named", { ...deletion("vol_looser"), claims: {} });
  const [before] = await sql<{ version: number }>(
    "SELECT policy_version AS version FROM installation",
  );
  const version = await activatePolicy(
    world.base.db,
    policyOf(ruleFor("named", "{ comment: true }")),
  );
  await recomputeOperation(reviewer.ctx, id);
  await recomputeOperation(reviewer.ctx, id);
  const { policy } = (await reviewOperation(reviewer.ctx, id)).shown;
  expect(policy).toMatchObject({
    version,
    rules: ["built-in: 1 approval from sre", "rule of named"],
    quorum: [{ group: "sre", required: 1 }],
    typed_confirmation: "vol_looser",
    comment: true,
  });
  const comment = "Read.";
  await expect(approve(reviewer, id, { comment })).rejects.toMatchObject({
    code: "validation_failed",
  });
  await approve(reviewer, id, { comment, typed: "vol_looser" });
  expect((await view(id)).status).toBe("approved");
  await sql("UPDATE installation SET policy_version = $1", [before?.version]);
});

describe("the only person there is", () => {
  const suspendOthers = async (but: Reviewer) => {
    const rows = await sql<{ id: string }>(
      "UPDATE users SET status = 'suspended' WHERE status = 'active' AND id <> $1 RETURNING id",
      [but.id],
    );
    return () =>
      sql("UPDATE users SET status = 'active' WHERE id = ANY($1)", [rows.map(({ id }) => id)]);
  };
  const ask = async (owner: Reviewer) => {
    const agent = await world.addAgent({ ownerId: owner.id });
    const body = incident({ environment: "plain" });
    const { operation } = await submitOperation(agent.ctx, {
      body,
      raw: JSON.stringify(body),
      idempotencyKey: randomUUID(),
    });
    return operation.id;
  };

  it("approves what they asked for only where the policy says so, and the log says it", async () => {
    const owner = await world.addUser({ role: "admin" });
    const restore = await suspendOthers(owner);
    await expect(ask(owner)).rejects.toMatchObject({ code: "no_eligible_reviewer" });
    await activatePolicy(
      world.base.db,
      `version: countersign.policy/1\nallow_sole_reviewer: true\nrules:\n${SOLE}\n`,
    );
    const [alone, accompanied] = [await ask(owner), await ask(owner)];
    await sql("UPDATE operations SET risk = 'low' WHERE id = $1", [alone]);
    const listed = { ...(await world.formOf(owner, alone)), operationId: alone };
    expect(await approveTogether(owner.ctx, { items: [listed] })).toMatchObject([
      { refused: expect.stringMatching(/decide it on its own page/) },
    ]);
    expect((await reviewOperation(owner.ctx, alone)).viewer.standing).toBe("sole");
    await approve(owner, alone);
    const [event] = await sql<{ data: object }>(
      "SELECT data FROM audit_events WHERE operation_id = $1 AND action = 'operation.approval_given'",
      [alone],
    );
    expect(event?.data).toMatchObject({ sole_reviewer: true });
    await restore();
    await expect(approve(owner, accompanied)).rejects.toMatchObject({ code: "self_approval" });
  });
});
