import { Agent, request } from "node:http";

/** One request of a run; built just before it is sent. */
export interface Shot {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Measured {
  requests: number;
  failures: number;
  perSecond: number;
  p50_ms: number;
  p99_ms: number;
}

/** Sends every shot once over `connections` kept-alive connections, each with one request under way. */
export async function fire(
  baseUrl: string,
  shots: readonly Shot[],
  connections: number,
): Promise<Measured> {
  const { hostname, port } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latencies: number[] = [];
  let failures = 0;

  const send = (shot: Shot) =>
    new Promise<number>((resolve, reject) => {
      const outgoing = request(
        { agent, hostname, port, method: shot.method, path: shot.path, headers: shot.headers },
        (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        },
      );
      outgoing.on("error", reject);
      outgoing.end(shot.body);
    });
  const started = performance.now();
  await inTurn(connections, shots, async (shot) => {
    const at = performance.now();
    const status = await send(shot);
    latencies.push(performance.now() - at);
    if (status >= 300) failures += 1;
  });
  const elapsed_s = (performance.now() - started) / 1000;
  agent.destroy();
  return {
    requests: shots.length,
    failures,
    perSecond: shots.length / elapsed_s,
    p50_ms: quantile(latencies, 0.5),
    p99_ms: quantile(latencies, 0.99),
  };
}

/** Works through a list, `atOnce` at a time. */
export async function inTurn<T>(
  atOnce: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}
