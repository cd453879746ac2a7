import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** For tests: a real HTTP server on the loopback interface that answers as it is told. */
export interface ScriptedServer {
  baseUrl: string;
  /** Every request so far. */
  requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: unknown }[];
  close(): Promise<void>;
}

export interface ScriptedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** `drop` cuts the connection after the request was read: the answer is lost. */
export type Script = (request: ScriptedServer["requests"][number]) => ScriptedAnswer | "drop";

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: ScriptedServer["requests"] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = "", url = "", headers } = request;
    const seen = {
      method,
      path: url,
      headers,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
    requests.push(seen);
    const scripted = script(seen);
    if (scripted === "drop") return void request.socket.destroy();
    const { status, headers: more = {}, body } = scripted;
    response.writeHead(status, { "content-type": "application/json", ...more });
    response.end(
      body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    );
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
