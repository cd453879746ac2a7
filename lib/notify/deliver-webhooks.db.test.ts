import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RegisterWebhook } from "@/lib/contract/webhook";
import { claimDeliveries, endDelivery } from "@/lib/data/webhook-deliveries";
import { contextFor, entryFor, record } from "@/lib/services/context";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { submitOperation } from "@/lib/services/operation/submit";
import { registerWebhook } from "@/lib/services/webhook/register";
import { removeWebhook } from "@/lib/services/webhook/remove";
import { replayDelivery } from "@/lib/services/webhook/replay";
import { rotateWebhook } from "@/lib/services/webhook/rotate";
import { sendTest } from "@/lib/services/webhook/send-test";
import { showWebhook } from "@/lib/services/webhook/show";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { DELIVERY_ATTEMPTS_MAX, deliverWebhooks, deliveryDelay_s } from "./deliver-webhooks";

const world = testWorld();
let receiver: Server;
let url = "";
let received: { headers: IncomingHttpHeaders; body: string }[] = [];
/** What the receiver answers next, in order; after that 200. */
let answers: number[] = [];
let admin: Reviewer;
let robin: Reviewer;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answers.shift() ?? 200).end("ok");
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  admin = await world.addUser({ role: "admin", member: false });
  robin = await world.addUser();
});
afterAll(() => new Promise((resolve) => receiver.close(resolve)));
beforeEach(async () => {
  received = [];
  answers = [];
  await sql("DELETE FROM webhook_deliveries");
  await sql("DELETE FROM webhooks");
});

const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const system = () => contextFor(world.base, { kind: "system", task: "webhooks" } as const);
const worker = () => ({
  db: world.base.db,
  publicUrl: world.base.config.publicUrl,
  keyEncryptionKey: world.base.config.keyEncryptionKey,
  networks: world.base.config.webhookNetworks,
  now: () => new Date(),
  entryFor: (event: Parameters<typeof entryFor>[1]) => entryFor(system(), event),
  warn: () => undefined,
});
const deliverAll = async () => {
  while ((await deliverWebhooks(worker())) > 0);
};
const register = (change: Partial<RegisterWebhook> = {}) =>
  registerWebhook(admin.ctx, { url, ...change });
const deliveriesOf = async (id: string) => (await showWebhook(admin.ctx, id)).deliveries;
const makeDue = () => sql("UPDATE webhook_deliveries SET available_at = now()");
const submit = async (change: Parameters<typeof incident>[0] = {}) => {
  const body = incident(change);
  const input = { body, raw: JSON.stringify(body), idempotencyKey: randomUUID() };
  return (await submitOperation(world.agent.ctx, input)).operation.id;
};
const verified = ({ headers, body }: (typeof received)[number], secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as {
    type: string;
    data: Record<string, unknown>;
  };

describe("a webhook", () => {
  it("is told of each step, signed by Standard Webhooks, and given no grant and no words of people", async () => {
    const { secret } = await register();
    const id = await submit();
    await decideOperation(robin.ctx, {
      ...(await world.formOf(robin, id)),
      verdict: "approve",
      comment: "for your eyes only",
    });
    const { operation } = await getOperation(world.agent.ctx, id);
    await deliverAll();
    const events = received.map((one) => verified(one, secret));
    expect(events.map(({ type }) => type).toSorted()).toEqual([
      "grant.issued",
      "operation.approved",
      "operation.submitted",
    ]);
    for (const { data } of events)
      expect(data).toMatchObject({
        operation: { id, environment: "production", resource: { id: "vol_8f2c" } },
        links: { review: `${world.base.config.publicUrl}/operations/${id}` },
      });
    const all = received.map(({ body }) => body).join();
    expect(operation.grant?.token).toBeTruthy();
    expect(all).not.toContain(operation.grant?.token);
    expect(all).not.toContain("eyJ");
    expect(all).not.toContain("for your eyes only");
  });

  it("is told of what it asked for, and of nothing else", async () => {
    const { secret } = await register({ events: ["operation.denied", "security.*"] });
    const id = await submit();
    await decideOperation(robin.ctx, { ...(await world.formOf(robin, id)), verdict: "deny" });
    await record(system(), world.base.db, { action: "security.grant_reuse", subject: "grt_x" });
    await record(system(), world.base.db, { action: "session.started" });
    await deliverAll();
    expect(received.map((one) => verified(one, secret).type)).toEqual([
      "operation.denied",
      "security.grant_reuse",
    ]);
  });

  it("is told of a freeze, and of one of everything", async () => {
    const { secret } = await register({ events: ["environment.frozen"] });
    const freeze = (action: "environment.frozen" | "installation.frozen", data: object) =>
      record(system(), world.base.db, { action, data: { ...data, reason: "incident 42" } });
    await freeze("environment.frozen", { slug: "production" });
    await freeze("installation.frozen", {});
    await deliverAll();
    const told = received.map((one) => verified(one, secret));
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(["environment.frozen"]));
    expect(new Set(told.map(({ data }) => data["environment"]))).toEqual(
      new Set(["production", "*"]),
    );
  });

  it("isn't told of what was rolled back", async () => {
    await register();
    const broken = world.base.db.transaction(async (tx) => {
      await record(system(), tx, { action: "security.grant_reuse" });
      throw new Error("on purpose");
    });
    await expect(broken).rejects.toThrow("on purpose");
    await deliverAll();
    expect(received).toEqual([]);
  });

  it("whose secret is rotated gets signatures by both until the overlap ends", async () => {
    const { id, secret: old } = await register();
    const { secret: renewed } = await rotateWebhook(admin.ctx, { id });
    await sendTest(admin.ctx, { id });
    await deliverAll();
    const [both] = received;
    if (!both) throw new Error("nothing came");
    expect(verified(both, old).type).toBe("webhook.tested");
    expect(verified(both, renewed).type).toBe("webhook.tested");
    await sql("UPDATE webhooks SET previous_until = now()");
    await sendTest(admin.ctx, { id });
    await deliverAll();
    const [, one] = received;
    if (!one) throw new Error("nothing came");
    expect(verified(one, renewed).type).toBe("webhook.tested");
    expect(() => verified(one, old)).toThrow("No matching signature");
  });

  it("keeps its URL and secrets sealed, and a Slack URL out of sight", async () => {
    const slack = await register({ url: `${url}/T0/B0/xyzzy`, format: "slack" });
    expect(slack.url).toBe(`${new URL(url).origin}/…`);
    const rows = JSON.stringify(await sql("SELECT * FROM webhooks"));
    const log = JSON.stringify(
      await sql("SELECT data FROM audit_events WHERE action = 'webhook.registered'"),
    );
    for (const text of [rows, log]) {
      expect(text).not.toContain("xyzzy");
      expect(text).not.toContain(slack.secret);
    }
  });

  it("that leads into a private network, or isn't https, can't be registered", async () => {
    for (const bad of [
      "http://10.0.0.1/",
      "https://10.0.0.1/",
      "https://[fd00::1]/",
      "ftp://x.example/",
    ])
      await expect(register({ url: bad })).rejects.toMatchObject({ code: "validation_failed" });
    await expect(registerWebhook(robin.ctx, { url })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("for Slack says it in a sentence in which an agent can't mention, link or format", async () => {
    await register({ format: "slack" });
    const name = "<!channel> *x* https://evil.example \u202Egnp :tada: @here";
    await submit({ resource: { type: "railway.volume", id: "vol_1", name } });
    await deliverAll();
    const { text, blocks } = JSON.parse(received[0]?.body ?? "") as {
      text: string;
      blocks: { text?: { type: string } }[];
    };
    expect(text).toMatch(/^Asked for: Delete volume /);
    expect(text).not.toMatch(/[<>]|https?:\/\/|\*x\*|\u202E|:tada:|@here|<!channel/);
    expect(blocks[0]?.text?.type).toBe("plain_text");
    expect(JSON.stringify(blocks)).toContain('"type":"button"');
  });
});

describe("a delivery", () => {
  it("is made once by three competing workers", async () => {
    const { id } = await register();
    for (let i = 0; i < 12; i++) await sendTest(admin.ctx, { id });
    await Promise.all([deliverAll(), deliverAll(), deliverAll()]);
    expect(received).toHaveLength(12);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(12);
  });

  it("survives its worker: another one makes it when the lease ends, and the first can't end it", async () => {
    const { id } = await register();
    await sendTest(admin.ctx, { id });
    const [lost] = await claimDeliveries(world.base.db, { limit: 1, lease_s: 60 });
    await deliverAll();
    expect(received).toEqual([]);
    await makeDue();
    await deliverAll();
    expect(received).toHaveLength(1);
    if (!lost) throw new Error("nothing was claimed");
    const end = { as: "dead", status: null, error: null, entry: null } as const;
    expect(await endDelivery(world.base.db, lost, end)).toBe(false);
    expect(await deliveriesOf(id)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  it("is tried again after a failure, a redirect too, under the same id and with the same bytes", async () => {
    const { id } = await register();
    await sendTest(admin.ctx, { id });
    answers = [500, 302];
    for (let i = 0; i < 3; i++) {
      await makeDue();
      await deliverAll();
    }
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await deliveriesOf(id)).toMatchObject([
      { state: "delivered", attempts: 3, response_status: 200, error: null },
    ]);
  });

  it("waits from five seconds to a day between attempts", () => {
    const delays = Array.from({ length: DELIVERY_ATTEMPTS_MAX }, (_, i) =>
      deliveryDelay_s(i + 1, 0.5),
    );
    expect(delays[0]).toBe(5);
    expect(delays.at(-2)).toBe(86_400);
    expect(delays.at(-1)).toBeNull();
    expect(deliveryDelay_s(1, 0)).toBeLessThan(deliveryDelay_s(1, 1) ?? 0);
  });

  it("is given up after the last attempt, visibly, and can be replayed under its id", async () => {
    const { id } = await register();
    await sendTest(admin.ctx, { id });
    await sql("UPDATE webhook_deliveries SET attempts = $1", [DELIVERY_ATTEMPTS_MAX - 1]);
    answers = [503];
    await deliverAll();
    const [dead] = await deliveriesOf(id);
    expect(dead).toMatchObject({ state: "dead", response_status: 503 });
    expect((await showWebhook(admin.ctx, id)).webhook).toMatchObject({ dead: 1, waiting: 0 });
    const logged = await sql(
      "SELECT 1 FROM audit_events WHERE action = 'webhook.dead' AND subject = $1",
      [id],
    );
    expect(logged).toHaveLength(1);
    await replayDelivery(admin.ctx, { id, delivery: dead?.id ?? "" });
    await deliverAll();
    expect(received[1]?.headers["webhook-id"]).toBe(received[0]?.headers["webhook-id"]);
    expect(await deliveriesOf(id)).toMatchObject([
      { state: "delivered", replay_of: dead?.id },
      { state: "dead" },
    ]);
  });

  it("that is answered 410 disables the webhook, and nothing more is sent", async () => {
    const { id } = await register();
    await sendTest(admin.ctx, { id });
    answers = [410];
    await deliverAll();
    await submit();
    await makeDue();
    await deliverAll();
    expect(received).toHaveLength(1);
    expect((await showWebhook(admin.ctx, id)).webhook.disabled?.reason).toMatch(/410/);
    await expect(sendTest(admin.ctx, { id })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("to a webhook that is removed meanwhile fails nothing that is logged", async () => {
    const { id } = await register();
    const submitted = Promise.all(Array.from({ length: 8 }, () => submit()));
    await removeWebhook(admin.ctx, { id });
    expect(await submitted).toHaveLength(8);
    await deliverAll();
  });
});
