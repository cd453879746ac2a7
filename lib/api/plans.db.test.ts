import { randomUUID } from "node:crypto";
import { beforeAll, expect, it, vi } from "vitest";
import { artifactSha256, operationDigest } from "@/client/protocol/digest";
import { recomputeOperation } from "@/lib/services/operation/recompute";
import { submitOperation } from "@/lib/services/operation/submit";
import { reviewOperation } from "@/lib/services/operation/review";
import { describeApi } from "@/test/api";
import { db as database, planOf } from "@/test/plan";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";

const OPERATIONS = "/api/v1/operations";
const SECRET = "hunter2-correct-horse";
const world = testWorld();
let robin: Reviewer;
beforeAll(async () => {
  robin = await world.addUser();
});

const bodyWith = (secret: string) => {
  const before = { identifier: "orders", password: secret, note: `user:${secret}@host` };
  const content = planOf([database(before, { change: { before_sensitive: { password: true } } })]);
  return incident({
    action: "terraform.apply",
    resource: { type: "aws_db_instance", id: "orders" },
    params: { ratio: 1.5 },
    artifact: { kind: "terraform_plan", content },
  });
};

describeApi(world, (api) => {
  const post = (secret: string, idempotencyKey: string = randomUUID(), path = OPERATIONS) =>
    api.call("POST", path, {
      key: world.agent.key,
      body: bodyWith(secret),
      headers: { "idempotency-key": idempotencyKey },
    });

  it("a plan's secrets are in nothing that is stored, answered or shown", async () => {
    const { body } = await post(SECRET);
    const read = await api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key });
    const shown = await reviewOperation(robin.ctx, body.id);
    const preview = await post(SECRET, randomUUID(), `${OPERATIONS}/preview`);
    const stored = await world.base.db.query(
      {
        name: "everything_of_an_operation",
        text: `SELECT o.*, (SELECT json_agg(e) FROM audit_events e) AS events, (SELECT json_agg(m) FROM outbox m) AS mails
        FROM operations o WHERE o.id = $1`,
      },
      [body.id],
    );
    expect(stored).toHaveLength(1);
    expect(JSON.stringify(stored)).toContain("(sensitive value)");
    for (const seen of [body, read.body, shown, preview.body, stored])
      expect(JSON.stringify(seen)).not.toContain(SECRET);
  });

  it("the digests are of the plan as it came, and who reads it is told that it isn't whole", async () => {
    const asked = bodyWith(SECRET);
    if (asked.artifact.kind === "none") throw new Error("no plan");
    const sha256 = artifactSha256(asked.artifact.content);
    const { body } = await post(SECRET);
    expect(body.operation_digest).toBe(operationDigest(asked));
    const read = await api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key });
    expect(read.body.artifact).toMatchObject({ sha256, redacted: true });
    expect(artifactSha256(read.body.artifact.content)).not.toBe(sha256);
    expect(read.body.params).toEqual(asked.params);
    const { shown } = await reviewOperation(robin.ctx, body.id);
    expect(shown.artifact).toMatchObject({ sha256, redacted: true });
  });

  it("worked out again, from what is kept, the report says the same of the same bytes", async () => {
    const { body } = await post(SECRET);
    const reportOf = async () => {
      const { report } = (await reviewOperation(robin.ctx, body.id)).shown;
      const digest = report.evidence.find(({ id }) => id === "artifact")?.digest;
      return [digest, report.headline, report.reversibility, report.totals.resources.value];
    };
    const before = await reportOf();
    await recomputeOperation(robin.ctx, body.id);
    expect(await reportOf()).toEqual(before);
  });

  it("a plan is parsed once, for its report and for what is kept of it", async () => {
    const body = bodyWith(SECRET);
    if (body.artifact.kind === "none") throw new Error("no plan");
    const { content } = body.artifact;
    const parse = vi.spyOn(JSON, "parse");
    try {
      await submitOperation(world.agent.ctx, {
        body,
        raw: JSON.stringify(body),
        idempotencyKey: randomUUID(),
      });
      expect(parse.mock.calls.filter(([text]) => text === content)).toHaveLength(1);
    } finally {
      parse.mockRestore();
    }
  });

  it("one idempotency key for two plans that differ in a secret only is refused", async () => {
    const key = randomUUID();
    const first = await post(SECRET, key);
    expect(await post(SECRET, key)).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect(await post("another-secret-of-it", key)).toMatchObject({
      status: 422,
      body: { code: "idempotency_mismatch" },
    });
  });

  it("an artifact without secrets is stored as it came, and isn't called redacted", async () => {
    const { body } = await api.call("POST", OPERATIONS, {
      key: world.agent.key,
      body: incident(),
      headers: { "idempotency-key": randomUUID() },
    });
    const read = await api.call("GET", `${OPERATIONS}/${body.id}`, { key: world.agent.key });
    expect(read.body.artifact).toMatchObject(incident().artifact);
    expect(read.body.artifact).not.toHaveProperty("redacted");
  });
});
