import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import os from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { World } from "@/test/seed";
import { incident } from "@/test/seed";
import { submitOperation } from "@/lib/services/operation/submit";
import { hostileArtifacts, type Hostile } from "./hostile-artifacts";
import { inTurn, quantile } from "./load";

const EVERY_MS = 20;
/** Each is polled less often than an agent would be told to slow down. */
const POLLED = 800;
const CALM_MS = 6_000;
const ROUNDS = 2;
const AT_ONCE = 8;
const json = { "content-type": "application/json" };

export interface Attacked {
  readonly url: string;
  readonly pid: number;
  readonly world: World;
}

/**
 * What the others notice while an agent sends the worst: polls and health checks at a fixed pace, each
 * timed from when it was due; and how long the agent waits for an answer, and what memory it takes.
 * `only`: of the artifacts, those with this in their names.
 */
export async function benchHostile(app: Attacked, only = ""): Promise<void> {
  const others = await backgroundOf(app);
  const chosen = hostileArtifacts().filter(({ name }) => name.includes(only));
  const bodies = chosen.map((hostile) => ({ hostile, body: bodyOf(hostile) }));
  console.log(
    `${os.cpus().length} cores, Node ${process.version}, ${1000 / EVERY_MS} other requests a second\n`,
  );
  await others.during(() => delay(CALM_MS / 4));
  const calm = await others.during(() => delay(CALM_MS));
  const began_mib = residentMib(app.pid);
  print(["", "answer, ms", "", "status", "others' p50", "p99", "× calm"]);
  print(["nothing hostile", "", "", "", ms(calm.p50_ms), ms(calm.p99_ms), "1"]);
  let peak_mib = began_mib;
  for (const { hostile, body } of bodies) {
    const answers: Answer[] = [];
    const noticed = await others.during(async () => {
      for (let i = 0; i < ROUNDS; i++)
        for (const path of ["/preview", ""]) answers.push(await send(app, body, path));
      await delay(EVERY_MS * 10);
    });
    peak_mib = Math.max(peak_mib, residentMib(app.pid));
    const [previews, submissions] = [0, 1].map((odd) =>
      Math.max(...answers.filter((_, i) => i % 2 === odd).map(({ took_ms }) => took_ms)),
    );
    print([
      hostile.name,
      `${ms(previews ?? NaN)} preview`,
      `${ms(submissions ?? NaN)} submit`,
      [...new Set(answers.map(({ status }) => status))].join(" "),
      ms(noticed.p50_ms),
      ms(noticed.p99_ms),
      (noticed.p99_ms / calm.p99_ms).toFixed(1),
    ]);
  }
  const waits: number[] = [];
  const all = await others.during(() =>
    inTurn(AT_ONCE, [...bodies, ...bodies], async ({ body }) => {
      waits.push((await send(app, body, "/preview")).took_ms);
    }),
  );
  print([
    `all of them, ${AT_ONCE} at a time`,
    `${ms(Math.max(...waits))} worst`,
    `${ms(quantile(waits, 0.5))} median`,
    "",
    ms(all.p50_ms),
    ms(all.p99_ms),
    (all.p99_ms / calm.p99_ms).toFixed(1),
  ]);
  peak_mib = Math.max(peak_mib, residentMib(app.pid));
  await delay(5_000);
  const after = await others.during(() => delay(CALM_MS / 2));
  print([
    "calm again",
    "",
    "",
    "",
    ms(after.p50_ms),
    ms(after.p99_ms),
    (after.p99_ms / calm.p99_ms).toFixed(1),
  ]);
  console.log(
    `\nresident memory: ${began_mib} MiB before, ${peak_mib} at most, ${residentMib(app.pid)} after`,
  );
}

const ms = (value: number) => value.toFixed(value < 10 ? 1 : 0);

interface Answer {
  readonly status: number;
  readonly took_ms: number;
}

async function send({ url, world }: Attacked, body: Buffer, path: string): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(`${url}/api/v1/operations${path}`, {
    method: "POST",
    headers: {
      ...json,
      authorization: `Bearer ${world.agent.key}`,
      "idempotency-key": randomUUID(),
    },
    body: new Uint8Array(body),
  });
  await response.arrayBuffer();
  return { status: response.status, took_ms: performance.now() - began };
}

function bodyOf({ artifact, params, mangle }: Hostile): Buffer {
  const body = Buffer.from(
    JSON.stringify({ ...incident(), artifact, ...(params ? { params } : {}) }),
  );
  return mangle ? mangle(body) : body;
}

interface Noticed {
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** Requests of others, at their own pace however slow the answers are. */
async function backgroundOf({ url, world }: Attacked) {
  const headers = { authorization: `Bearer ${world.agent.key}` };
  const targets: string[] = [];
  for (let i = 0; i < POLLED; i++) {
    const body = incident();
    const { operation } = await submitOperation(world.agent.ctx, {
      body,
      raw: JSON.stringify(body),
      idempotencyKey: randomUUID(),
    });
    targets.push(`/api/v1/operations/${operation.id}?wait=0`, "/api/health/live");
  }
  let next = 0;
  const one = async (due: number, took: number[]) => {
    const response = await fetch(url + targets[next++ % targets.length], { headers });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`another request was answered ${response.status}`);
    took.push(performance.now() - due);
  };
  return {
    async during(work: () => Promise<unknown>): Promise<Noticed> {
      const took: number[] = [];
      const open: Promise<void>[] = [];
      let due = performance.now();
      const clock = setInterval(() => {
        for (; due <= performance.now(); due += EVERY_MS) open.push(one(due, took));
      }, EVERY_MS / 2);
      await work();
      clearInterval(clock);
      await Promise.all(open);
      return { p50_ms: quantile(took, 0.5), p99_ms: quantile(took, 0.99) };
    },
  };
}

/** Linux only; elsewhere it isn't known. */
function residentMib(pid: number): number {
  try {
    const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Math.round(Number(kib) / 1024);
  } catch {
    return NaN;
  }
}

const WIDTHS = [38, 16, 16, 10, 13, 9, 8];
const print = (row: readonly string[]) =>
  console.log(row.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 8)).join(""));
