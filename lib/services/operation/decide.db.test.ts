import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { SubmitOperation } from "@/lib/contract/operation";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { cancelOperation } from "./cancel";
import { decideOperation } from "./decide";
import { getOperation } from "./get";
import { reviewOperation } from "./review";
import { submitOperation } from "./submit";

const world = testWorld();

async function submit(change: Partial<SubmitOperation> = {}, agent = world.agent) {
  const body = incident(change);
  const { operation } = await submitOperation(agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  return operation.id;
}

const decide = async (reviewer: Reviewer, id: string, verdict: "approve" | "deny") =>
  decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict });

const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

async function eventsOf(id: string) {
  const rows = await sql<{ action: string }>(
    "SELECT action FROM audit_events WHERE operation_id = $1 ORDER BY seq",
    [id],
  );
  return rows.map((row) => row.action);
}

/** Resolves once `count` statements of this database wait for a lock. */
async function waitingForLocks(count: number): Promise<void> {
  for (;;) {
    const [row] = await sql<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (row && row.waiting >= count) return;
  }
}

describe("a decision", () => {
  it("with the quorum met makes exactly one grant, and the log tells each step", async () => {
    const reviewer = await world.addUser();
    const id = await submit();
    expect(await decide(reviewer, id, "approve")).toEqual({ status: "approved" });
    const { operation } = await getOperation(world.agent.ctx, id);
    expect(operation.status).toBe("approved");
    expect(operation.grant).toMatchObject({ status: "issued", audience: operation.audience });
    expect(operation.grant?.token).toMatch(/^ey/);
    expect(operation.next.action).toBe("redeem");
    expect(await eventsOf(id)).toEqual([
      "operation.submitted",
      "operation.approval_given",
      "operation.approved",
      "grant.issued",
    ]);
  });

  it("to deny is final, and carries its comment to the agent", async () => {
    const [one, two] = [await world.addUser(), await world.addUser()];
    const id = await submit();
    const form = await world.formOf(one, id);
    await decideOperation(one.ctx, { ...form, verdict: "deny", comment: "that is production" });
    await expect(decide(two, id, "approve")).rejects.toMatchObject({ code: "already_terminal" });
    const { operation } = await getOperation(world.agent.ctx, id);
    expect(operation).toMatchObject({
      status: "denied",
      decision: { outcome: "denied", reason: "that is production" },
    });
    expect(operation.grant).toBeUndefined();
  });

  it("counts each of two reviewers once, also when both approve at the same instant", async () => {
    await world.addEnvironment("vault", "production", 2);
    const [one, two] = [await world.addUser(), await world.addUser()];
    for (let round = 0; round < 20; round++) {
      const id = await submit({ environment: "vault" });
      const twice = decide(one, id, "approve");
      const results = await Promise.allSettled([
        twice,
        decide(one, id, "approve"),
        decide(two, id, "approve"),
      ]);
      expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(2);
      const view = await reviewOperation(one.ctx, id);
      expect(view).toMatchObject({ status: "approved", approvals_received: 2 });
      expect((await eventsOf(id)).filter((action) => action === "grant.issued")).toHaveLength(1);
    }
  });

  it("counts one reviewer once, also when both of their approvals wait for the same row", async () => {
    await world.addEnvironment("safe", "production", 2);
    const [one] = [await world.addUser(), await world.addUser()];
    const id = await submit({ environment: "safe" });
    const form = { ...(await world.formOf(one, id)), verdict: "approve" as const };
    let both: Promise<PromiseSettledResult<unknown>[]> | undefined;
    await world.base.db.transaction(async (tx) => {
      await tx.query({ text: "SELECT id FROM operations WHERE id = $1 FOR UPDATE" }, [id]);
      both = Promise.allSettled([decideOperation(one.ctx, form), decideOperation(one.ctx, form)]);
      // Each has looked and found no approval of theirs yet; now both may write.
      await waitingForLocks(2);
    });
    const results = (await both) ?? [];
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    expect(results.find((r) => r.status === "rejected")).toMatchObject({
      reason: { code: "already_decided" },
    });
    expect(await reviewOperation(one.ctx, id)).toMatchObject({
      status: "pending",
      approvals_received: 1,
      grant: null,
    });
  });

  it("is refused to who owns the agent, made its key, or is outside the group", async () => {
    const [owner, maker, stranger, auditor, able] = [
      await world.addUser(),
      await world.addUser(),
      await world.addUser({ member: false, role: "admin" }),
      await world.addUser({ role: "auditor" }),
      await world.addUser(),
    ];
    const agent = await world.addAgent({ ownerId: owner.id, creatorId: maker.id });
    const id = await submit({}, agent);
    for (const self of [owner, maker])
      await expect(decide(self, id, "approve")).rejects.toMatchObject({ code: "self_approval" });
    for (const other of [stranger, auditor])
      for (const verdict of ["approve", "deny"] as const)
        await expect(decide(other, id, verdict)).rejects.toMatchObject({ code: "not_eligible" });
    expect(await decide(able, id, "approve")).toEqual({ status: "approved" });
  });

  it("is refused when what was shown is no longer so", async () => {
    const reviewer = await world.addUser();
    const environment = await world.addEnvironment("sandbox", "development");
    const id = await submit({ environment: "sandbox" });
    const form = await world.formOf(reviewer, id);
    await sql("UPDATE environments SET kind = 'production' WHERE id = $1", [environment]);
    await expect(
      decideOperation(reviewer.ctx, { ...form, verdict: "approve" }),
    ).rejects.toMatchObject({ code: "stale_view" });
    expect((await reviewOperation(reviewer.ctx, id)).status).toBe("pending");
    expect(await decide(reviewer, id, "approve")).toEqual({ status: "approved" });
  });

  it("is refused for another operation's digests", async () => {
    const reviewer = await world.addUser();
    const [id, other] = [await submit(), await submit({ params: { volumeId: "vol_other" } })];
    const form = await world.formOf(reviewer, other);
    await expect(
      decideOperation(reviewer.ctx, { ...form, operationId: id, verdict: "approve" }),
    ).rejects.toMatchObject({ code: "stale_view" });
  });

  it("is refused once the session has ended", async () => {
    const reviewer = await world.addUser();
    const id = await submit();
    const form = await world.formOf(reviewer, id);
    await sql("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", [reviewer.id]);
    await expect(
      decideOperation(reviewer.ctx, { ...form, verdict: "approve" }),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("after the deadline is refused, though nobody has written the expiry down", async () => {
    const reviewer = await world.addUser();
    const id = await submit();
    const form = await world.formOf(reviewer, id);
    await sql("UPDATE operations SET expires_at = clock_timestamp() WHERE id = $1", [id]);
    await expect(
      decideOperation(reviewer.ctx, { ...form, verdict: "approve" }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/already_terminal|stale_view/) });
    expect((await getOperation(world.agent.ctx, id)).operation.status).toBe("expired");
  });

  it("raced eight ways ends once, and the log agrees", async () => {
    const reviewers = await Promise.all(Array.from({ length: 4 }, () => world.addUser()));
    for (let round = 0; round < 25; round++) {
      const id = await submit();
      await Promise.allSettled([
        ...reviewers.map((r, i) => decide(r, id, i % 2 ? "approve" : "deny")),
        ...Array.from({ length: 4 }, () => cancelOperation(world.agent.ctx, id)),
      ]);
      const { operation } = await getOperation(world.agent.ctx, id);
      const ends = (await eventsOf(id)).filter((action) =>
        ["operation.approved", "operation.denied", "operation.cancelled"].includes(action),
      );
      expect(ends).toEqual([`operation.${operation.status}`]);
      expect(operation.grant !== undefined).toBe(operation.status === "approved");
    }
  });
});

describe("submission", () => {
  it("with one idempotency key, twenty at once, makes one operation", async () => {
    const body = incident();
    const idempotencyKey = randomUUID();
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        submitOperation(world.agent.ctx, { body, raw: JSON.stringify(body), idempotencyKey }),
      ),
    );
    expect(new Set(all.map((one) => one.operation.id)).size).toBe(1);
    expect(all.filter((one) => one.created)).toHaveLength(1);
    const other = incident({ reason: "another body" });
    await expect(
      submitOperation(world.agent.ctx, { body: other, raw: JSON.stringify(other), idempotencyKey }),
    ).rejects.toMatchObject({ code: "idempotency_mismatch" });
  });

  it("answers what a read of it then answers", async () => {
    const body = incident();
    const made = await submitOperation(world.agent.ctx, {
      body,
      raw: JSON.stringify(body),
      idempotencyKey: randomUUID(),
    });
    const read = await getOperation(world.agent.ctx, made.operation.id);
    expect(read.operation).toMatchObject({
      ...made.operation,
      blast_radius: made.operation.blast_radius,
    });
    expect(read.etag).toBe(made.etag);
  });

  it("mails each eligible reviewer, and nobody who couldn't approve", async () => {
    const [able, owner] = [await world.addUser(), await world.addUser()];
    const agent = await world.addAgent({ ownerId: owner.id });
    const id = await submit({}, agent);
    const rows = await sql<{ recipient: string }>(
      "SELECT recipient FROM outbox WHERE operation_id = $1",
      [id],
    );
    const recipients = rows.map((row) => row.recipient);
    expect(recipients).toContain(able.email);
    expect(recipients).not.toContain(owner.email);
  });

  it("that nobody could approve is refused at once", async () => {
    await world.addEnvironment("fortress", "production", 10);
    await sql("UPDATE environments SET approvals_required = 10 WHERE slug = 'fortress'");
    const everyone = await sql<{ id: string }>("SELECT user_id AS id FROM group_members");
    await sql("UPDATE users SET status = 'suspended'");
    try {
      await expect(submit({ environment: "fortress" })).rejects.toMatchObject({
        code: "no_eligible_reviewer",
      });
    } finally {
      await sql("UPDATE users SET status = 'active'");
    }
    expect(everyone.length).toBeGreaterThan(0);
  });

  it("outside of the key's environments is refused and is a security event", async () => {
    await world.addUser();
    const agent = await world.addAgent({ scope: { environments: ["staging"] } });
    await expect(submit({}, agent)).rejects.toMatchObject({ code: "environment_mismatch" });
    const [event] = await sql<{ action: string; data: { environment: string } }>(
      "SELECT action, data FROM audit_events WHERE actor ->> 'id' = $1",
      [agent.id],
    );
    expect(event).toMatchObject({
      action: "security.environment_mismatch",
      data: { environment: "production" },
    });
  });
});
