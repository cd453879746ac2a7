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
  let next = 0;

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
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let shot = shots[next++]; shot; shot = shots[next++]) {
        const at = performance.now();
        const status = await send(shot);
        latencies.push(performance.now() - at);
        if (status >= 300) failures += 1;
      }
    }),
  );
  const elapsed_s = (performance.now() - started) / 1000;
  agent.destroy();
  latencies.sort((a, b) => a - b);
  const at = (quantile: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * quantile))] ?? NaN;
  return {
    requests: shots.length,
    failures,
    perSecond: shots.length / elapsed_s,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
  };
}
