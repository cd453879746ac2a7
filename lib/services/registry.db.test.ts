import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/id";
import { testWorld } from "@/test/world";
import { createAgent } from "./agent/create";
import { listAgents } from "./agent/list";
import { contextFor, type ServiceContext } from "./context";
import { createEnforcementPoint } from "./enforcement-point/create";
import { changeEnvironment } from "./environment/change";
import { createEnvironment } from "./environment/create";
import { listEnvironments } from "./environment/list";
import { addMember } from "./group/add-member";
import { createGroup } from "./group/create";
import { listGroups } from "./group/list";
import { removeMember } from "./group/remove-member";
import { changeRole } from "./user/change-role";
import { listUsers } from "./user/list";
import { reinstateUser } from "./user/reinstate";
import { suspendUser } from "./user/suspend";

const world = testWorld();
let operator: ServiceContext;
beforeAll(() => {
  operator = contextFor(world.base, { kind: "operator", login: "root" });
});

const sql = <R extends object>(text: string, values: readonly unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const eventsOf = async (subject: string) =>
  (
    await sql<{ action: string }>(
      "SELECT action FROM audit_events WHERE subject = $1 ORDER BY seq",
      [subject],
    )
  ).map(({ action }) => action);

describe("what is registered once", () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      "environment",
      () => createEnvironment(operator, { slug: "twice", kind: "other", group: "sre" }),
    ],
    ["group", () => createGroup(operator, { slug: "twice" })],
    ["agent", () => createAgent(operator, { name: "twice" })],
    [
      "enforcement point",
      () =>
        createEnforcementPoint(operator, { name: "Twice", audience: "https://twice.example.com" }),
    ],
  ])(
    "of eight racing to create the same %s one does, the others are told that it exists",
    async (_, create) => {
      const results = await Promise.allSettled(Array.from({ length: 8 }, create));
      const refused = results.filter((r) => r.status === "rejected");
      expect(refused).toHaveLength(7);
      for (const { reason } of refused) expect(reason).toMatchObject({ code: "already_exists" });
    },
  );

  test.each(["Production", "-x", "", "a".repeat(64), "a_b", "ünï"])(
    "the slug %j is refused",
    async (slug) => {
      await expect(createGroup(operator, { slug })).rejects.toMatchObject({
        code: "validation_failed",
      });
    },
  );

  test("an environment needs a group that exists", async () => {
    await expect(
      createEnvironment(operator, { slug: "lonely", kind: "other", group: "nobody" }),
    ).rejects.toMatchObject({ extra: { errors: [{ pointer: "/group" }] } });
    expect((await listEnvironments(operator)).map(({ slug }) => slug)).not.toContain("lonely");
  });

  test("an agent's owner must exist, and is shown", async () => {
    const owner = await world.addUser({ name: "Olga Owner" });
    await expect(
      createAgent(operator, { name: "orphan", owner: "ghost@example.com" }),
    ).rejects.toMatchObject({ extra: { errors: [{ pointer: "/owner" }] } });
    await createAgent(operator, { name: "owned", owner: owner.email.toUpperCase() });
    const agents = await listAgents(operator);
    expect(agents.find(({ name }) => name === "owned")?.owner?.name).toBe("Olga Owner");
  });
});

describe("changing an environment", () => {
  test("changes what is given, keeps the rest, and logs exactly that", async () => {
    const made = await createEnvironment(operator, {
      slug: "shifting",
      kind: "other",
      group: "sre",
    });
    const changed = await changeEnvironment(operator, {
      environment: "shifting",
      approvals_required: 2,
    });
    expect(changed).toEqual({ ...made, approvals_required: 2 });
    expect(
      await changeEnvironment(operator, { environment: made.id, approvals_required: 2 }),
    ).toEqual(changed);
    await changeEnvironment(operator, { environment: "shifting", kind: "staging" });
    const rows = await sql<{ data: object }>(
      "SELECT data FROM audit_events WHERE subject = $1 AND action = 'environment.changed' ORDER BY seq",
      [made.id],
    );
    expect(rows.map(({ data }) => data)).toEqual([
      { slug: "shifting", approvals_required: 2 },
      { slug: "shifting", kind: "staging" },
    ]);
  });

  test("an environment that isn't there is not found", async () => {
    await expect(changeEnvironment(operator, { environment: "nowhere" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a group's members", () => {
  test("are added and removed once each, however often that is asked for", async () => {
    const group = await createGroup(operator, { slug: "dbas" });
    const user = await world.addUser({ member: false });
    for (let i = 0; i < 3; i++) await addMember(operator, { group: "dbas", user: user.email });
    const [listed] = (await listGroups(operator)).filter(({ slug }) => slug === "dbas");
    expect(listed?.members).toEqual([
      {
        id: user.id,
        name: "Robin Reviewer",
        email: user.email,
        source: "hand",
        decides: true,
      },
    ]);
    for (let i = 0; i < 3; i++) await removeMember(operator, { group: group.id, user: user.id });
    expect(await eventsOf(group.id)).toEqual(["group.created", "group.changed", "group.changed"]);
  });

  test("an auditor or a suspended person is shown as one who doesn't decide", async () => {
    await createGroup(operator, { slug: "mixed" });
    const auditor = await world.addUser({ role: "auditor" });
    const suspended = await world.addUser();
    await suspendUser(operator, { user: suspended.id });
    for (const user of [auditor.id, suspended.id])
      await addMember(operator, { group: "mixed", user });
    const [mixed] = (await listGroups(operator)).filter(({ slug }) => slug === "mixed");
    expect(mixed?.members.map(({ decides }) => decides)).toEqual([false, false]);
  });
});

describe("people", () => {
  test("a suspended person is signed out everywhere, and no link lets them in", async () => {
    const user = await world.addUser();
    await sql(
      `INSERT INTO links (id, purpose, token_hash, email, user_id, created_by, expires_at)
       VALUES ($1, 'sign_in', $1, $2, $3, '{}', now() + interval '1 hour')`,
      [newId("lnk"), user.email, user.id],
    );
    await sql(
      `INSERT INTO verification_tokens (identifier, token_hash, browser_hash, expires_at)
       VALUES ($1, 'x', 'y', now() + interval '1 hour')`,
      [user.email],
    );
    expect((await suspendUser(operator, { user: user.email })).status).toBe("suspended");
    const [open] = await sql<{ n: number }>(
      `SELECT (SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL)
        + (SELECT count(*) FROM links WHERE user_id = $1 AND expires_at > clock_timestamp())
        + (SELECT count(*) FROM verification_tokens WHERE identifier = $2) AS n`,
      [user.id, user.email],
    );
    expect(Number(open?.n)).toBe(0);
    expect((await reinstateUser(operator, { user: user.id })).status).toBe("active");
    expect(await eventsOf(user.id)).toEqual(["user.suspended", "user.changed"]);
  });

  test("two admins who suspend each other at once leave one admin", async () => {
    const [one, two] = [
      await world.addUser({ role: "admin" }),
      await world.addUser({ role: "admin" }),
    ];
    const results = await Promise.allSettled([
      suspendUser(one.ctx, { user: two.id }),
      suspendUser(two.ctx, { user: one.id }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const admins = (await listUsers(operator)).filter(
      (u) => u.role === "admin" && u.status === "active",
    );
    expect(admins).toHaveLength(1);
  });

  type Take = (user: string) => Promise<unknown>;
  const demote: Take = (user) => changeRole(operator, { user, role: "auditor" });
  const suspend: Take = (user) => suspendUser(operator, { user });
  test.each<[string, [Take, Take]]>([
    ["demoted twice", [demote, demote]],
    ["suspended twice", [suspend, suspend]],
    ["one demoted, one suspended", [demote, suspend]],
  ])("of two last admins, at once %s, one remains", async (_, [first, second]) => {
    const admins = async () =>
      (await listUsers(operator)).filter(
        ({ role, status }) => role === "admin" && status === "active",
      );
    for (let round = 0; round < 5; round++) {
      const [one, two] = [
        await world.addUser({ role: "admin" }),
        await world.addUser({ role: "admin" }),
      ];
      for (const { id } of await admins())
        if (id !== one.id && id !== two.id) await suspendUser(operator, { user: id });
      const results = await Promise.allSettled([first(one.id), second(two.id)]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      expect(await admins()).toHaveLength(1);
    }
  });

  test("the last active admin can neither be suspended nor demoted, and nothing is written", async () => {
    const [last] = (await listUsers(operator)).filter(
      (u) => u.role === "admin" && u.status === "active",
    );
    if (!last) throw new Error("an admin should be left from the test before");
    const before = await eventsOf(last.id);
    await expect(suspendUser(operator, { user: last.id })).rejects.toThrow(/last active admin/);
    await expect(changeRole(operator, { user: last.id, role: "reviewer" })).rejects.toThrow(
      /last active admin/,
    );
    expect((await listUsers(operator)).find(({ id }) => id === last.id)).toEqual(last);
    expect(await eventsOf(last.id)).toEqual(before);
  });
});
