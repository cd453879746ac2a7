import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import next from "next";
import { createApi } from "@/lib/api/app";
import { clientAddress } from "@/lib/admission/client-address";
import { EnvError } from "@/lib/env";
import { getRuntime } from "@/lib/runtime";
import { contextFor } from "@/lib/services/context";
import { ensureSetupLink } from "@/lib/services/setup/ensure-setup-link";

export interface RunningServer {
  /** Where it answers on this machine. */
  url: string;
  publicUrl: string;
  /** One-time link by which the first admin signs in; null once there is one. */
  setupLink: string | null;
  /** Stops accepting, answers what is in flight and all who wait, closes the database. */
  stop(): Promise<void>;
}

const DRAIN_MS_MAX = 25_000;
/** Longer than load balancers keep a connection, so that it is never we who close on a request. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS_MAX = 15_000;
/** A body of 5 MiB at 100 KiB/s; long polls and event streams are answers and not bound by it. */
const REQUEST_MS_MAX = 60_000;

const IS_API = /^\/(api\/(v1|health)|\.well-known|docs\/api)(\/|\?|$)/;

/** One process, one port: the REST API in front, the pages (Next) behind. */
export async function serve(): Promise<RunningServer> {
  const runtime = await getRuntime();
  const { env } = runtime;
  const api = getRequestListener(createApi(runtime).fetch, { overrideGlobalObjects: false });
  const pages = next({ dev: false, hostname: env.HOST, port: env.PORT });
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS_MAX,
      requestTimeout: REQUEST_MS_MAX,
    },
    (request, response) => {
      if (!server.listening) response.setHeader("connection", "close");
      if (IS_API.test(request.url ?? "")) void api(request, response);
      else void answerPage(request, response);
    },
  );

  async function answerPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      rewriteForwardedFor(request, env.TRUST_PROXY);
      const answer = await pagesReady;
      await answer(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  }

  const listening = listen(server, env.PORT, env.HOST);
  // Loading the pages takes longest: the API answers meanwhile, and who asks for a page waits for it.
  const pagesReady = listening.then(() => pages.prepare()).then(() => pages.getRequestHandler());
  await pagesReady;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${env.HOST.includes(":") ? `[${env.HOST}]` : env.HOST}:${port}`,
    publicUrl: env.PUBLIC_URL,
    setupLink: await ensureSetupLink(contextFor(runtime.base, { kind: "system", task: "setup" })),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      runtime.stopping.abort();
      await Promise.race([closed, delay(DRAIN_MS_MAX, undefined, { ref: false })]);
      server.closeAllConnections();
      await pages.close();
      await runtime.stop();
    },
  };
}

/** Next passes this header on as it came: what the pages read there must be what we found out. */
function rewriteForwardedFor(request: IncomingMessage, trustedProxies: number): void {
  const claimed = request.headers["x-forwarded-for"];
  const address = clientAddress({
    forwardedFor: [claimed ?? []].flat().join(",") || null,
    socketAddress: request.socket.remoteAddress ?? null,
    trustedProxies,
  });
  if (address === null) delete request.headers["x-forwarded-for"];
  else request.headers["x-forwarded-for"] = address;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

/** `node dist/server.js`: everything given by the environment, the schema migrated. */
async function main(): Promise<void> {
  const running = await serve();
  console.log(`Countersign listens on ${running.url} for ${running.publicUrl}`);
  if (running.setupLink) console.log(`Set up the first admin: ${running.setupLink}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void running.stop().then(() => process.exit(0)));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  main().catch((error: unknown) => {
    console.error(error instanceof EnvError ? error.message : error);
    process.exit(1);
  });
}
