import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId } from "@/lib/core/id";
import { claimMails, endMail } from "@/lib/data/outbox";
import { enqueueMail } from "@/lib/data/enqueue-mail";
import { contextFor, entryFor } from "@/lib/services/context";
import { decideOperation } from "@/lib/services/operation/decide";
import { submitOperation } from "@/lib/services/operation/submit";
import { incident, type Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { ATTEMPTS_MAX, deliverDue, type DeliveryContext } from "./deliver";
import { startDelivery } from "./delivery";
import { resendMailer, terminalMailer } from "./mailer";

interface Received {
  idempotencyKey: string;
  authorization: string;
  body: { from: string; to: string[]; subject: string; text: string; html: string };
}

const world = testWorld();
const received: Received[] = [];
/** What Resend answers next, in order; after that it accepts. */
let answers: { status: number; body: object }[] = [];
let resend: Server;
let resendUrl: string;
let robin: Reviewer;

beforeAll(async () => {
  resend = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = answers.shift();
    received.push({
      idempotencyKey: String(request.headers["idempotency-key"]),
      authorization: String(request.headers.authorization),
      body: JSON.parse(Buffer.concat(chunks).toString()) as Received["body"],
    });
    response.writeHead(answer?.status ?? 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer?.body ?? { id: `re_${received.length}` }));
  });
  await new Promise<void>((resolve) => resend.listen(0, "127.0.0.1", resolve));
  resendUrl = `http://127.0.0.1:${(resend.address() as AddressInfo).port}`;
  robin = await world.addUser();
});
afterAll(() => new Promise((resolve) => resend.close(resolve)));

beforeEach(async () => {
  received.length = 0;
  answers = [];
  await sql("DELETE FROM outbox");
});

const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const PUBLIC_URL = "http://localhost:3000";
const warnings: string[] = [];

const postman = () => contextFor(world.base, { kind: "system", task: "mail" } as const);
const worker = (change: Partial<DeliveryContext> = {}): DeliveryContext => ({
  db: world.base.db,
  publicUrl: PUBLIC_URL,
  keyPepper: world.base.config.keyPepper,
  mailer: resendMailer({
    apiKey: "re_test",
    baseUrl: resendUrl,
    from: "Countersign <countersign@example.com>",
  }),
  entryFor: (event) => entryFor(postman(), event),
  warn: (_, message) => warnings.push(message),
  ...change,
});
const submit = async (change: Parameters<typeof incident>[0] = {}) => {
  const body = incident(change);
  const key = newId("req");
  const made = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: key,
  });
  return made.operation.id;
};
const SIGN_IN = `${PUBLIC_URL}/sign-in/confirm#t=secret-token`;
const askToSignIn = (url = SIGN_IN, recipient = robin.email) =>
  enqueueMail(world.base.db, {
    kind: "sign_in",
    recipient,
    payload: { url, expires_at: new Date(Date.now() + 900_000).toISOString() },
  });
const rows = () =>
  sql<{
    id: string;
    attempts: number;
    sent: boolean;
    dead: boolean;
    last_error: string | null;
    payload: object;
    wait_s: number;
  }>(`SELECT id, attempts, sent_at IS NOT NULL AS sent, dead_at IS NOT NULL AS dead, last_error, payload,
      extract(epoch FROM available_at - now())::float AS wait_s FROM outbox ORDER BY created_at`);
const makeDue = () => sql("UPDATE outbox SET available_at = now() - interval '1 second'");

describe("a mail in the outbox", () => {
  it("is sent once by three competing workers", async () => {
    for (let i = 0; i < 12; i++) await askToSignIn();
    const drain = async () => {
      while ((await deliverDue(worker())) > 0);
    };
    await Promise.all([drain(), drain(), drain()]);
    expect(received.length).toBe(12);
    expect(new Set(received.map((one) => one.idempotencyKey)).size).toBe(12);
    expect((await rows()).every((row) => row.sent && row.attempts === 1)).toBe(true);
  });

  it("is tried again after the provider failed, with the same idempotency key and the same bytes", async () => {
    await submit();
    answers = [
      { status: 500, body: { name: "internal_server_error", message: "boom", statusCode: 500 } },
    ];
    await deliverDue(worker());
    const [failed] = await rows();
    expect(failed).toMatchObject({ sent: false, dead: false, attempts: 1 });
    expect(failed?.wait_s).toBeGreaterThan(3);
    expect(failed?.last_error).toBe("Resend: internal_server_error (500)");
    expect(await deliverDue(worker())).toBe(0);

    await makeDue();
    await deliverDue(worker());
    expect((await rows())[0]).toMatchObject({ sent: true, attempts: 2, last_error: null });
    expect(received[1]).toEqual(received[0]);
  });

  it("is tried again when the provider can't be reached", async () => {
    await askToSignIn();
    const mailer = resendMailer({
      apiKey: "re_test",
      baseUrl: "http://127.0.0.1:1",
      from: "a@example.com",
    });
    await deliverDue(worker({ mailer }));
    expect((await rows())[0]).toMatchObject({ sent: false, dead: false });
  });

  it("survives its worker: when the lease ends another one sends it, and the first can't end it", async () => {
    await askToSignIn();
    const [lost] = await claimMails(world.base.db, { limit: 1, lease_s: 60 });
    expect(await deliverDue(worker())).toBe(0);
    await makeDue();
    expect(await deliverDue(worker())).toBe(1);
    expect(received.length).toBe(1);
    if (!lost) throw new Error("nothing was claimed");
    expect(await endMail(world.base.db, lost, { as: "dead", note: null, entry: null })).toBe(false);
    expect((await rows())[0]).toMatchObject({ sent: true, dead: false, attempts: 2 });
  });

  it("counts as sent when the provider has it already", async () => {
    await askToSignIn();
    answers = [
      { status: 409, body: { name: "invalid_idempotent_request", message: "", statusCode: 409 } },
    ];
    await deliverDue(worker());
    expect((await rows())[0]).toMatchObject({ sent: true });
  });

  it("is given up when the provider refuses it for good, or after the last attempt", async () => {
    await askToSignIn();
    answers = [{ status: 422, body: { name: "validation_error", message: "", statusCode: 422 } }];
    await deliverDue(worker());
    await askToSignIn();
    await sql(`UPDATE outbox SET attempts = $1 WHERE dead_at IS NULL`, [ATTEMPTS_MAX - 1]);
    answers = [{ status: 500, body: { name: "application_error", message: "", statusCode: 500 } }];
    await deliverDue(worker());
    const ended = await rows();
    expect(ended.map((row) => row.dead)).toEqual([true, true]);
    const dead = await sql(
      `SELECT 1 FROM audit_events WHERE action = 'mail.dead' AND subject = ANY($1)`,
      [ended.map((row) => row.id)],
    );
    expect(dead.length).toBe(2);
  });

  it("leaves an audit event when it is sent, and forgets the link that it held", async () => {
    await askToSignIn();
    await deliverDue(worker());
    const [row] = await rows();
    expect(row?.payload).toEqual({});
    const events = await sql<{ action: string; actor: object; data: object }>(
      `SELECT action, actor, data FROM audit_events WHERE subject = $1`,
      [row?.id],
    );
    expect(events).toEqual([
      {
        action: "mail.sent",
        actor: { kind: "system", task: "mail" },
        data: expect.objectContaining({ kind: "sign_in", recipient: robin.email }),
      },
    ]);
    expect(JSON.stringify(events)).not.toContain("secret-token");
  });

  it("never leads to another site, and never to an address with a line break", async () => {
    await askToSignIn("https://evil.example/sign-in");
    await askToSignIn(`${PUBLIC_URL}.evil.example/`);
    await askToSignIn("javascript:alert(1)");
    await askToSignIn(SIGN_IN, "robin@example.com\r\nBcc: eve@example.com");
    await deliverDue(worker());
    expect(received).toEqual([]);
    expect((await rows()).every((row) => row.dead)).toBe(true);
  });
});

describe("the mail that asks for an approval", () => {
  it("goes to each eligible reviewer, from the stored operation, and holds no authority", async () => {
    const kim = await world.addUser({ name: "Kim" });
    const operationId = await submit({
      resource: { type: "railway.volume", id: "vol_8f2c", name: "pg\r\ndata" },
    });
    await deliverDue(worker());
    expect(received.map((one) => one.body.to[0]).sort()).toEqual([robin.email, kim.email].sort());
    for (const { body, authorization } of received) {
      expect(authorization).toBe("Bearer re_test");
      expect(body.subject).toBe(
        "[production] Delete volume pg<U+000D><U+000A>data: needs your approval",
      );
      expect(body.text).toContain("Contradicted: the agent says environment");
      const links = [...`${body.text} ${body.html}`.matchAll(/https?:\/\/[^\s"<]+/g)]
        .map((match) => match[0])
        .filter((url) => !url.startsWith("http://www.w3.org/"));
      expect(new Set(links)).toEqual(new Set([`${PUBLIC_URL}/operations/${operationId}`]));
    }
  });

  it("isn't sent once the operation is decided, nor to someone who may no longer approve", async () => {
    const lee = await world.addUser({ name: "Lee" });
    const first = await submit();
    await decideOperation(robin.ctx, { verdict: "deny", ...(await world.formOf(robin, first)) });
    await submit();
    await sql("UPDATE users SET status = 'suspended' WHERE id = $1", [lee.id]);
    while ((await deliverDue(worker())) > 0);
    expect(received.map((one) => one.body.to[0])).not.toContain(lee.email);
    const skipped = (await rows()).filter((row) => row.dead);
    expect(skipped.length).toBeGreaterThanOrEqual(3);
    expect(new Set(skipped.map((row) => row.last_error))).toEqual(
      new Set(["skipped: the operation no longer waits for this person"]),
    );
  });
});

describe("without a Resend key", () => {
  it("prints mails whole and keeps them as files that only the owner reads", async () => {
    const root = await mkdtemp(path.join(tmpdir(), "countersign-mail-"));
    const directory = path.join(root, "mail");
    let printed = "";
    const mailer = terminalMailer({
      from: "Countersign <countersign@example.com>",
      directory,
      print: (text) => (printed += text),
    });
    await askToSignIn();
    await deliverDue(worker({ mailer }));
    expect(printed.split("\n")).toContain(SIGN_IN);
    const [file = ""] = await readdir(directory);
    expect(await readFile(path.join(directory, file), "utf8")).toMatch(
      new RegExp(
        `^From: Countersign <countersign@example.com>\nTo: ${robin.email}\nSubject: Sign in`,
      ),
    );
    expect((await stat(path.join(directory, file))).mode & 0o777).toBe(0o600);
    await rm(root, { recursive: true });
  });
});

it("delivers in the background, and stopping waits for what is being sent", async () => {
  await askToSignIn();
  const delivery = startDelivery({
    db: world.base.db,
    env: {
      PUBLIC_URL,
      MAIL_FROM: "a@example.com",
      RESEND_API_KEY: "re_test",
      RESEND_BASE_URL: resendUrl,
      KEY_PEPPER: world.base.config.keyPepper,
      KEY_ENCRYPTION_KEY: world.base.config.keyEncryptionKey,
    },
    networks: world.base.config.webhookNetworks,
    now: world.base.now,
    log: { warn: () => undefined },
    entryFor: (event) => entryFor(postman(), event),
  });
  await delivery.stop();
  expect((await rows())[0]).toMatchObject({ sent: true });
});
