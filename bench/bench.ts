import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, chmodSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createAgent } from "@/client/agent";
import type { SubmitOperation } from "@/lib/contract/operation";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { storedSubmission } from "@/lib/services/operation/stored-submission";
import { assess } from "@/lib/services/operation/assess";
import { submitOperation } from "@/lib/services/operation/submit";
import { demandDigest } from "@/lib/policy/demand";
import { digestOf } from "@/client/protocol/digest";
import { startEmbeddedPostgres } from "@/scripts/embedded-postgres/supervisor";
import { migrate } from "@/scripts/migrate";
import { freePort, startApp } from "@/test/app-process";
import { incident, makeWorld, type World } from "@/test/seed";
import { serveBare, type Precomputed } from "./bare-server";
import { benchCollector } from "./collector";
import { benchHostile } from "./hostile";
import { benchPolicy } from "./policy";
import { fire, type Measured, type Shot } from "./load";

const CONNECTIONS = 16;
const ROUNDS = 5;
const SHOTS = { submit: 600, poll: 600, redeem: 300 };
const DECISIONS = 100;
const WARM_UP_SHOTS = 300;

const BODY: SubmitOperation = incident();
const RAW = JSON.stringify(BODY);
const json = { "content-type": "application/json" };

/** One server under load, its database and who talks to it. */
interface Target {
  name: "app" | "bare";
  url: string;
  world: World;
  reviewer: Awaited<ReturnType<World["addUser"]>>;
}

/** Against a server of its own, with what is to be closed at the end. */
async function onServer(
  run: (serverUrl: string, closing: (() => Promise<unknown>)[]) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-bench-"));
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory: path.join(directory, "postgres") });
  const closing: (() => Promise<unknown>)[] = [];
  try {
    await run(server.superuserUrl, closing);
  } finally {
    for (const close of closing.reverse()) await close();
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function compareAll(serverUrl: string, closing: (() => Promise<unknown>)[]): Promise<void> {
  const app = await openApp(serverUrl, closing);
  const bare = await openBare(serverUrl, closing);
  console.log(
    `${os.cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds\n`,
  );
  for (const kind of ["submit", "poll", "redeem"] as const) await compare(kind, app, bare);
  await measureDecisions(app);
}

async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrate(url.toString(), path.resolve("prisma/migrations"));
  return url.toString();
}

async function openWorld(databaseUrl: string, url: string, closing: (() => Promise<unknown>)[]) {
  const world = await makeWorld(databaseUrl, url);
  closing.push(async () => {
    await world.base.changes.close();
    await world.base.db.close();
  });
  return { world, reviewer: await world.addUser() };
}

async function openApp(serverUrl: string, closing: (() => Promise<unknown>)[]) {
  const databaseUrl = await createDatabase(serverUrl, "bench_app");
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const opened = await openWorld(databaseUrl, publicUrl, closing);
  const app = await startApp({ databaseUrl, port, publicUrl, mailUrl: "http://127.0.0.1:9" });
  closing.push(() => app.stop());
  return { name: "app" as const, url: app.url, pid: app.pid, ...opened };
}

async function openBare(serverUrl: string, closing: (() => Promise<unknown>)[]): Promise<Target> {
  const databaseUrl = await createDatabase(serverUrl, "bench_bare");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const opened = await openWorld(databaseUrl, url, closing);
  const { world } = opened;
  const { context } = await assess(world.agent.ctx, BODY, "");
  if (!context) throw new Error("nothing to bench with");
  const stored = await storedSubmission(RAW, BODY.artifact, context.kept);
  const precomputed: Precomputed = {
    agentId: world.agent.id,
    apiKeyId: world.agent.ctx.actor.apiKeyId,
    environment: context.environment,
    enforcementPointId: context.enforcementPointId,
    audience: BODY.audience,
    action: BODY.action,
    resource: BODY.resource,
    artifactSha256: stored.artifactSha256,
    artifactRedacted: stored.artifactRedacted,
    operationDigest: context.digest,
    requestDigest: digestOf("countersign.request.v1", BODY),
    proofJkt: null,
    report: context.report,
    reportDigest: digestOf("countersign.report.v1", context.report),
    policy: context.demand,
    policyDigest: demandDigest(context.demand),
    approvalsRequired: 1,
    manifest: null,
    expiresIn_s: BODY.expires_in,
  };
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), ["bare"], {
    env: { ...process.env, BARE: JSON.stringify({ databaseUrl, port, precomputed }) },
  });
  await once(child, "message");
  closing.push(async () => {
    const exited = once(child, "exit");
    child.kill();
    await exited;
  });
  return { name: "bare", url, ...opened };
}

/** Rounds alternate between the two servers, so that a machine that slows down slows both. */
async function compare(kind: keyof typeof SHOTS, app: Target, bare: Target): Promise<void> {
  const results: Record<Target["name"], Measured[]> = { app: [], bare: [] };
  for (const target of [app, bare])
    if (kind === "submit") await fire(target.url, submits(target, WARM_UP_SHOTS), CONNECTIONS);
  for (let round = 0; round < ROUNDS; round++)
    for (const target of round % 2 ? [bare, app] : [app, bare]) {
      const shots = await shotsFor(kind, target);
      const measured = await fire(target.url, shots, CONNECTIONS);
      if (measured.failures > 0)
        throw new Error(`${target.name} failed ${measured.failures} times`);
      results[target.name].push(measured);
    }
  const rate = (name: Target["name"]) => median(results[name].map((m) => m.perSecond));
  const p99 = (name: Target["name"]) => median(results[name].map((m) => m.p99_ms));
  const ratios = results.app.map((m, i) => m.perSecond / (results.bare[i]?.perSecond ?? NaN));
  console.log(
    `${kind.padEnd(7)} app ${rate("app").toFixed(0).padStart(6)}/s p99 ${p99("app").toFixed(1).padStart(6)} ms` +
      `   bare ${rate("bare").toFixed(0).padStart(6)}/s p99 ${p99("bare").toFixed(1).padStart(6)} ms` +
      `   rate app/bare ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
  );
}

const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const submits = (target: Target, count: number): Shot[] =>
  Array.from({ length: count }, () => ({
    method: "POST" as const,
    path: "/api/v1/operations",
    headers: {
      ...json,
      authorization: `Bearer ${target.world.agent.key}`,
      "idempotency-key": randomUUID(),
    },
    body: RAW,
  }));

async function shotsFor(kind: keyof typeof SHOTS, target: Target): Promise<Shot[]> {
  if (kind === "submit") return submits(target, SHOTS.submit);
  if (kind === "poll") return polls(target);
  return redemptions(target);
}

const polled: Record<Target["name"], number> = { app: 0, bare: 0 };

/** Each operation is polled once: an agent that polls faster is told to slow down. */
async function polls(target: Target): Promise<Shot[]> {
  const rows = await target.world.base.db.query<{ id: string }>(
    { text: "SELECT id FROM operations ORDER BY id LIMIT $1 OFFSET $2" },
    [SHOTS.poll, polled[target.name]],
  );
  polled[target.name] += rows.length;
  return rows.map(({ id }) => ({
    method: "GET",
    path: `/api/v1/operations/${id}?wait=0`,
    headers: { authorization: `Bearer ${target.world.agent.key}` },
  }));
}

async function approveOne({ world, reviewer }: Target): Promise<{ id: string; token: string }> {
  const { operation } = await submitOperation(world.agent.ctx, {
    body: BODY,
    raw: RAW,
    idempotencyKey: randomUUID(),
  });
  await decideOperation(reviewer.ctx, {
    ...(await world.formOf(reviewer, operation.id)),
    verdict: "approve",
  });
  const { grant } = (await getOperation(world.agent.ctx, operation.id)).operation;
  if (!grant?.token) throw new Error("no grant");
  return { id: grant.id, token: grant.token };
}

async function redemptions(target: Target): Promise<Shot[]> {
  const { environment, audience, action, resource, params, artifact } = BODY;
  const operation = { environment, audience, action, resource, params, artifact };
  const shots: Shot[] = [];
  for (let i = 0; i < SHOTS.redeem; i++) {
    const grant = await approveOne(target);
    const body =
      target.name === "app"
        ? { grant: grant.token, redemption_id: randomUUID(), operation }
        : { grant_id: grant.id, redemption_id: randomUUID() };
    shots.push({
      method: "POST",
      path: "/api/v1/grants/redeem",
      headers: { ...json, authorization: `Bearer ${target.world.enforcement.key}` },
      body: JSON.stringify(body),
    });
  }
  return shots;
}

/** From a decision's commit in one process to the grant in the hands of an agent that waits at another. */
async function measureDecisions(target: Target): Promise<void> {
  const { world, reviewer } = target;
  const agent = createAgent({ baseUrl: target.url, apiKey: world.agent.key });
  const delays: number[] = [];
  for (let i = 0; i < DECISIONS; i++) {
    const { operation } = await submitOperation(world.agent.ctx, {
      body: BODY,
      raw: RAW,
      idempotencyKey: randomUUID(),
    });
    const waiting = agent.wait(operation.id).then((answer) => ({ answer, at: performance.now() }));
    const form = await world.formOf(reviewer, operation.id);
    await decideOperation(reviewer.ctx, { ...form, verdict: "approve" });
    const committed = performance.now();
    delays.push((await waiting).at - committed);
  }
  delays.sort((a, b) => a - b);
  const at = (q: number) => (delays[Math.floor(delays.length * q)] ?? NaN).toFixed(1);
  console.log(
    `\ncommit of a decision in one process → grant at an agent that long-polls another: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${DECISIONS} decisions)`,
  );
}

if (process.argv[2] === "bare") {
  const { databaseUrl, port, precomputed } = JSON.parse(process.env["BARE"] ?? "{}");
  serveBare(databaseUrl, port, precomputed);
} else if (process.argv[2] === "collector") {
  await benchCollector();
} else if (process.argv[2] === "hostile") {
  await onServer(async (serverUrl, closing) =>
    benchHostile(await openApp(serverUrl, closing), process.argv[3]),
  );
} else if (process.argv[2] === "policy") {
  await benchPolicy();
} else {
  await onServer(compareAll);
}
