import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/id";
import type { Requirement } from "@/lib/contract/policy";
import { mailFrozen } from "@/lib/data/enqueue-mail";
import { freeze } from "@/lib/services/freeze/freeze";
import { admitMail } from "@/lib/data/mail-admission";
import { claimMails } from "@/lib/data/outbox";
import { contextFor, entryFor } from "@/lib/services/context";
import { redeemGrant } from "@/lib/services/grant/redeem";
import { reportResult } from "@/lib/services/grant/report";
import { switchMail } from "@/lib/services/mail/switch";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { submitOperation } from "@/lib/services/operation/submit";
import { sweepDeadlines } from "@/lib/services/sweep";
import { delegate } from "@/test/policy";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { deliverDue } from "./deliver";
import type { Mail } from "./mailer";

const world = testWorld();
let sent: Mail[] = [];

const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const system = () => contextFor(world.base, { kind: "system", task: "test" } as const);
const sweep = () => sweepDeadlines(system());
const worker = () => ({
  db: world.base.db,
  publicUrl: world.base.config.publicUrl,
  keyPepper: world.base.config.keyPepper,
  entryFor: (event: Parameters<typeof entryFor>[1]) => entryFor(system(), event),
  warn: (facts: object, message: string) => expect.fail(`${message}: ${JSON.stringify(facts)}`),
  mailer: async (mail: Mail) => {
    sent.push(mail);
    return { ok: true, providerId: null } as const;
  },
});
const deliverAll = async () => {
  while ((await deliverDue(worker())) > 0);
};
const to = (person: { email: string }) => sent.filter((mail) => mail.to === person.email);
const subjects = (person: { email: string }) => to(person).map((mail) => mail.subject);

const submit = async (change: Parameters<typeof incident>[0] = {}, agent = world.agent) => {
  const body = incident(change);
  const input = { body, raw: JSON.stringify(body), idempotencyKey: randomUUID() };
  return (await submitOperation(agent.ctx, input)).operation.id;
};
const decide = async (reviewer: Reviewer, id: string, verdict: "approve" | "deny", comment = "") =>
  decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict, comment });

let version = 0;
/** Makes a rule that always applies the active policy. */
async function demand(require: Requirement): Promise<void> {
  version += 1;
  const rules = Object.keys(require).length > 0 ? [{ name: "test", require }] : [];
  const document = { version: "countersign.policy/1", allow_sole_reviewer: false, rules };
  await sql(
    `INSERT INTO policy_versions (version, source, document, digest, created_by)
      VALUES ($1, '', $2, $3, '{}')`,
    [version, JSON.stringify(document), String(version)],
  );
  await sql("UPDATE installation SET policy_version = $1", [version]);
}
/** As if it had been asked for so many seconds earlier. */
const age = (id: string, seconds: number) =>
  sql(
    `UPDATE operations SET created_at = created_at - make_interval(secs => $2),
      expires_at = expires_at - make_interval(secs => $2) WHERE id = $1`,
    [id, seconds],
  );
async function addGroup(slug: string, ...members: Reviewer[]): Promise<void> {
  const id = newId("grp");
  await sql("INSERT INTO groups (id, slug, name) VALUES ($1, $2, $2)", [id, slug]);
  for (const { id: user } of members)
    await sql("INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)", [id, user]);
}

beforeEach(async () => {
  sent = [];
  await sql("DELETE FROM outbox");
  await sql(
    "UPDATE operations SET status = 'cancelled', decided_at = now() WHERE status = 'pending'",
  );
  await sql("UPDATE users SET status = 'suspended'"); // each test has people of its own
  await demand({});
});

describe("an operation's mails", () => {
  it("tell of the decision everyone who was asked, and the agent's owner", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser({ name: "Kim" })];
    const owner = await world.addUser({ member: false });
    const agent = await world.addAgent({ ownerId: owner.id });
    const id = await submit({}, agent);
    await deliverAll();
    await decide(robin, id, "deny", "not tonight");
    await deliverAll();
    for (const person of [robin, kim, owner]) {
      expect(subjects(person).at(-1)).toBe("[production] Delete volume pg-data: denied");
      expect(to(person).at(-1)?.text).toContain('Robin Reviewer: "not tonight"');
    }
    expect([to(robin), to(kim), to(owner)].map((mails) => mails.length)).toEqual([2, 2, 1]);
  });

  it("tell who approved how it ended, and make a failure stand out", async () => {
    const robin = await world.addUser();
    const body = incident();
    const id = await submit();
    await decide(robin, id, "approve");
    const { operation } = await getOperation(world.agent.ctx, id);
    const redemptionId = randomUUID();
    const { environment, audience, action, resource, params, artifact } = body;
    await redeemGrant(world.enforcement.ctx, {
      grant: operation.grant?.token ?? "",
      redemption_id: redemptionId,
      operation: { environment, audience, action, resource, params, artifact },
    });
    await reportResult(world.enforcement.ctx, {
      redemptionId,
      outcome: "failed",
      detail: "disk on fire",
    });
    await deliverAll();
    const mail = to(robin).find(({ subject }) => subject.includes("FAILED"));
    expect(mail?.text).toContain("! It was begun and failed");
    expect(mail?.text).toContain("disk on fire");
  });

  it("offer an objection to who could have approved, while its window is open, and not after", async () => {
    await demand({ objection_window: 600 });
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    const id = await submit();
    await deliverAll();
    await decide(robin, id, "approve");
    await deliverAll();
    expect(subjects(kim).at(-1)).toMatch(/approved, and you may still object$/);
    expect(subjects(kim)).toHaveLength(2); // not told of the decision once more
    const late = await submit();
    await decide(robin, late, "approve");
    await sql("UPDATE grants SET not_before = issued_at WHERE operation_id = $1", [late]);
    sent = [];
    await deliverAll();
    expect(subjects(kim)).toEqual(["[production] Delete volume pg-data: approved"]);
  });

  it("tell everyone that it expired, which is never a yes", async () => {
    const robin = await world.addUser();
    const id = await submit();
    await deliverAll();
    await age(id, 3601);
    await sweep();
    await deliverAll();
    expect(subjects(robin).at(-1)).toMatch(/expired, nothing ran$/);
    expect((await getOperation(world.agent.ctx, id)).operation.grant).toBeUndefined();
  });

  it("reach the groups that the policy wants told, each person once, and ask them for nothing", async () => {
    const [robin, watcher] = [await world.addUser(), await world.addUser({ member: false })];
    await addGroup("told", robin, watcher);
    await demand({ notify: ["told"] });
    await submit();
    await deliverAll();
    expect(subjects(robin)).toEqual(["[production] Delete volume pg-data: needs your approval"]);
    expect(subjects(watcher)).toEqual(["[production] Delete volume pg-data: was asked for"]);
  });

  it("escalate once, whoever sweeps, to the group that the policy names and who stands in there, and the log says so", async () => {
    await world.addUser();
    const [lead, standIn] = [
      await world.addUser({ member: false }),
      await world.addUser({ member: false }),
    ];
    await addGroup("leads", lead);
    await delegate(world.base.db, lead, standIn);
    await demand({ escalate: { after: 900, group: "leads" } });
    const id = await submit();
    await sweep();
    await age(id, 901);
    await Promise.all([sweep(), sweep(), sweep()]);
    await sweep();
    await deliverAll();
    for (const person of [lead, standIn])
      expect(subjects(person)).toEqual([
        "[production] Delete volume pg-data: nobody has decided, escalated to you",
      ]);
    const events = await sql(
      "SELECT data ->> 'group' AS group FROM audit_events WHERE action = 'operation.escalated' AND operation_id = $1",
      [id],
    );
    expect(events).toEqual([{ group: "leads" }]);
  });

  it("don't escalate what was decided in time", async () => {
    const robin = await world.addUser();
    const lead = await world.addUser({ member: false });
    await addGroup("late-leads", lead);
    await demand({ escalate: { after: 900, group: "late-leads" } });
    const id = await submit();
    await decide(robin, id, "deny");
    await age(id, 901);
    await sweep();
    await deliverAll();
    expect(to(lead)).toEqual([]);
  });

  it("remind once at half of the time and once at its end, and nobody who decided", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    const id = await submit();
    await deliverAll();
    for (const seconds of [1801, 1400, 200]) {
      await age(id, seconds); // 1801, 3201 (not yet five minutes before), 3401
      await Promise.all([sweep(), sweep()]);
      await deliverAll();
    }
    expect(subjects(kim).slice(1)).toEqual([
      "[production] Delete volume pg-data: still needs your approval",
      "[production] Delete volume pg-data: minutes left to decide",
    ]);
    const decided = await submit();
    await decide(robin, decided, "deny");
    await age(decided, 1801);
    sent = [];
    await sweep();
    await deliverAll();
    expect(subjects(kim).filter((subject) => subject.includes("still"))).toEqual([]);
  });

  it("send one reminder where both would be due at once", async () => {
    const robin = await world.addUser();
    const id = await submit();
    await age(id, 3400);
    await sweep();
    await sweep();
    const kinds = await sql<{ kind: string }>("SELECT kind FROM outbox WHERE recipient = $1", [
      robin.email,
    ]);
    expect(kinds.filter(({ kind }) => kind === "reminder")).toHaveLength(1);
  });
});

describe("many at once", () => {
  const openDigests = () => sql("UPDATE outbox SET available_at = now() WHERE sent_at IS NULL");

  it("become one digest that names the most dangerous first, whoever many workers send", async () => {
    const robin = await world.addUser();
    for (let i = 0; i < 12; i++) await submit({ environment: i === 11 ? "production" : "staging" });
    await Promise.all([deliverAll(), deliverAll(), deliverAll()]);
    expect(to(robin)).toHaveLength(3);
    await openDigests();
    await Promise.all([deliverAll(), deliverAll()]);
    const digest = to(robin)[3];
    expect(to(robin)).toHaveLength(4);
    expect(digest?.subject).toMatch(/^12 operations need your approval \(CRITICAL first\)$/);
    expect(digest?.text).toContain("1. CRITICAL");
    expect(digest?.text).toContain("And 2 more.");
    expect(digest?.text).toContain(`Open the inbox:\n${world.base.config.publicUrl}/`);
  });

  it("lose nothing when a worker dies after it took a mail, and send nothing twice", async () => {
    const robin = await world.addUser();
    for (let i = 0; i < 4; i++) await submit();
    const taken = await claimMails(world.base.db, { limit: 10, lease_s: 60 });
    for (const mail of taken) await admitMail(world.base.db, mail); // and then it dies
    expect(sent).toEqual([]);
    await openDigests();
    await deliverAll();
    expect(to(robin)).toHaveLength(4);
    expect(new Set(to(robin).map(({ id }) => id)).size).toBe(4);
    expect(to(robin).filter(({ subject }) => subject.startsWith("4 operations"))).toHaveLength(1);
    for (const mail of taken) expect(await admitMail(world.base.db, mail)).toBe(false);
    expect(await sql("SELECT 1 FROM outbox WHERE kind = 'approval_digest'")).toHaveLength(1);
  });

  it("that come while a digest is being sent go into the next one", async () => {
    await world.addUser();
    for (let i = 0; i < 4; i++) await submit();
    await deliverAll();
    await openDigests();
    const [digest] = await claimMails(world.base.db, { limit: 1, lease_s: 60 });
    expect(digest?.kind).toBe("approval_digest");
    await submit();
    await deliverAll();
    const open = await sql<{ attempts: number; wait_s: number }>(
      `SELECT attempts, extract(epoch FROM available_at - now())::float AS wait_s FROM outbox
        WHERE kind = 'approval_digest' AND sent_at IS NULL ORDER BY created_at`,
    );
    expect(open.map(({ attempts }) => attempts)).toEqual([1, 0]);
    expect(open[1]?.wait_s).toBeGreaterThan(240); // and not right behind the first
  });

  it("of news become a digest of their own, with failures first", async () => {
    const robin = await world.addUser();
    await sql("UPDATE users SET muted_mails = '{}' WHERE id = $1", [robin.id]);
    const ids = [];
    for (let i = 0; i < 5; i++) ids.push(await submit());
    await sql("DELETE FROM outbox WHERE kind <> 'approval_needed'");
    for (const id of ids) await decide(robin, id, "deny");
    await sql("UPDATE outbox SET dead_at = now() WHERE kind = 'approval_needed'");
    await deliverAll();
    await openDigests();
    await deliverAll();
    expect(subjects(robin).filter((subject) => subject.endsWith(": denied"))).toHaveLength(3);
    expect(subjects(robin).at(-1)).toBe("News of 2 operations");
  });

  it("come one by one to who turned the digest off", async () => {
    const robin = await world.addUser();
    await switchMail(robin.ctx, { name: "digest", on: false });
    for (let i = 0; i < 6; i++) await submit();
    await deliverAll();
    expect(to(robin)).toHaveLength(6);
  });
});

describe("what a person doesn't want", () => {
  it("isn't sent, and what the policy asks of them still is", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    for (const name of ["decided", "outcome", "reminder"] as const)
      await switchMail(kim.ctx, { name, on: false });
    const id = await submit();
    await age(id, 1801);
    await sweep();
    await deliverAll();
    await decide(robin, id, "deny");
    await deliverAll();
    expect(subjects(kim)).toEqual(["[production] Delete volume pg-data: needs your approval"]);
    expect(to(robin)).toHaveLength(3);
  });

  it("can be turned off by the mail program's button, on optional kinds only", async () => {
    const robin = await world.addUser();
    const id = await submit();
    await deliverAll();
    await decide(robin, id, "deny");
    await deliverAll();
    const [asked, told] = to(robin);
    expect(asked?.headers).toEqual({});
    expect(asked?.text).not.toContain("unsubscribe");
    expect(told?.headers).toEqual({
      "List-Unsubscribe": expect.stringMatching(
        /^<http:\/\/localhost:3000\/api\/v1\/unsubscribe\?token=usr_[^>]+>$/,
      ),
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    });
    expect(told?.text).toMatch(
      /No more mails of this kind:\nhttp:\/\/localhost:3000\/unsubscribe\?/,
    );
  });
});

it("tells reviewers and admins that an environment is frozen, while it is", async () => {
  const [robin, alex] = [
    await world.addUser(),
    await world.addUser({ role: "admin", member: false }),
  ];
  await world.addUser({ member: false });
  const environmentId = await world.addEnvironment("iced", "production");
  const told = { environmentId, by: "Robin", reason: "incident 42" };
  await sql(
    "UPDATE environments SET frozen_at = now(), frozen_reason = 'incident 42', frozen_by = '{}' WHERE id = $1",
    [environmentId],
  );
  await mailFrozen(world.base.db, told);
  await deliverAll();
  expect(sent.map((mail) => mail.to).toSorted()).toEqual([robin.email, alex.email].toSorted());
  expect(sent[0]?.subject).toBe("[iced] Frozen: nothing runs there");
  expect(sent[0]?.text).toContain("incident 42");
  await mailFrozen(world.base.db, told);
  await sql(
    "UPDATE environments SET frozen_at = NULL, frozen_reason = NULL, frozen_by = NULL WHERE id = $1",
    [environmentId],
  );
  sent = [];
  await deliverAll();
  expect(sent).toEqual([]);
});

it("tells every reviewer and admin that everything is frozen, as soon as it is", async () => {
  const reviewer = await world.addUser({ name: "Robin" });
  await freeze(reviewer.ctx, { scope: "everything", reason: "incident 43" });
  await deliverAll();
  expect(sent.map((mail) => mail.to)).toEqual([reviewer.email]);
  expect(sent[0]?.subject).toBe("[everything] Frozen: nothing runs there");
  expect(sent[0]?.text).toContain("Robin");
  await sql(
    "UPDATE installation SET frozen_at = NULL, frozen_until = NULL, frozen_reason = NULL, frozen_by = NULL",
  );
});
