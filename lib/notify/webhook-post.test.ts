import { createServer as createPlain, type RequestListener, type Server } from "node:http";
import { createServer as createTcp } from "node:net";
import type { AddressInfo, Server as NetServer } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WebhookNetworks } from "@/lib/core/webhook-address";
import { postWebhook, type Resolver } from "./webhook-post";

const LOCAL = { loopback: true, allowed: [] };
const PUBLIC_ONLY: WebhookNetworks = { loopback: false, allowed: [] };
/** As if 127.0.0.2 were public, and this machine weren't. */
const ONE_OF_TWO = { loopback: false, allowed: ["127.0.0.2/32"] };

/** Connections, before anything is said: by the address they came in at. */
let connects: string[] = [];
let firstBytes: Buffer[] = [];
let asked: string[] = [];
/** One port on every address of this machine that a literal could mean. */
let port = 0;
const tcp = ["127.0.0.1", "127.0.0.2", "::1"].map((address) => ({
  address,
  server: createTcp((socket) => {
    connects.push(address);
    socket.once("data", (bytes) => {
      firstBytes.push(bytes);
      socket.destroy();
    });
    socket.on("error", () => undefined);
  }),
}));
const listen = (server: NetServer, at: number, address: string) =>
  new Promise<void>((resolve) => void server.listen(at, address, () => resolve()));

let plain: Server;
let answer: RequestListener = (_, response) => response.end("ok");
const plainUrl = () => `http://127.0.0.1:${(plain.address() as AddressInfo).port}/hook`;

beforeAll(async () => {
  for (const { address, server } of tcp) {
    await listen(server, port, address);
    port = (server.address() as AddressInfo).port;
  }
  plain = createPlain((request, response) => answer(request, response));
  await listen(plain, 0, "127.0.0.1");
});
afterAll(() => {
  for (const { server } of tcp) server.close();
  plain.closeAllConnections();
  plain.close();
});
beforeEach(() => {
  connects = [];
  firstBytes = [];
  asked = [];
  answer = (_, response) => response.end("ok");
});

/** A DNS that gives these answers, one after the other, and the last one for ever. */
const rebinding = (...answers: string[][]): Resolver => {
  let turn = 0;
  return async (name) => {
    asked.push(name);
    const now = answers[Math.min(turn++, answers.length - 1)] ?? [];
    return now.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
};
const post = (url: string, networks = PUBLIC_ONLY, resolver?: Resolver) =>
  postWebhook({ url, headers: { "webhook-id": "evt_1" }, body: "{}" }, networks, resolver);

describe("no connection is made", () => {
  it.each([
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0x7f.1",
    "①②⑦.⓪.⓪.①",
    "0.0.0.0",
    "0",
    "127.0.0.2",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::ffff:0:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "10.0.0.1",
    "192.168.0.1",
    "[fe80::1]",
    "[fd00:ec2::254]",
  ])("to a literal address: %s", async (host) => {
    for (const scheme of ["https", "http"]) {
      const result = await post(`${scheme}://${host}:${port}/`);
      expect(result).toMatchObject({ ok: false, status: null });
    }
    expect(connects).toEqual([]);
  });

  it.each(["localhost", "localhost.", "ip6-localhost"])(
    "to a name of this machine: %s",
    async (host) => {
      expect(await post(`https://${host}:${port}/`)).toMatchObject({ ok: false, status: null });
      expect(connects).toEqual([]);
    },
  );

  it.each([
    [["127.0.0.1"]],
    [["::1"]],
    [["127.0.0.2", "127.0.0.1"]],
    [["127.0.0.2", "::ffff:127.0.0.1"]],
    [["127.0.0.2", "169.254.169.254"]],
    [[]],
  ])("to a name of which any address isn't allowed: %j", async (addresses) => {
    const url = `https://hook.example.com:${port}/`;
    const result = await post(url, ONE_OF_TWO, rebinding(addresses));
    expect(result).toMatchObject({ ok: false, status: null });
    expect(connects).toEqual([]);
  });

  it("without TLS to a name that leads anywhere but to this machine", async () => {
    const networks = { loopback: true, allowed: ["10.0.0.0/8"] };
    const url = `http://hook.localhost:${port}/`;
    expect(await post(url, networks, rebinding(["10.0.0.1"]))).toMatchObject({ ok: false });
  });
});

it("connects to the address that was checked, by the name's own TLS, whatever the DNS says a moment later", async () => {
  const resolver = rebinding(["127.0.0.2"], ["127.0.0.1"]);
  const url = `https://hook.example.com:${port}/`;
  expect(await post(url, ONE_OF_TWO, resolver)).toMatchObject({ ok: false });
  expect(connects).toEqual(["127.0.0.2"]);
  expect(firstBytes[0]?.includes("hook.example.com")).toBe(true); // the ClientHello's server name
  expect(await post(url, ONE_OF_TWO, resolver)).toMatchObject({ ok: false });
  expect(connects).toEqual(["127.0.0.2"]);
  expect(asked).toEqual(["hook.example.com", "hook.example.com"]);
});

describe("an answer", () => {
  it("of 2xx is a delivery, with the name in Host", async () => {
    let host = "";
    answer = (request, response) => {
      host = request.headers.host ?? "";
      response.writeHead(204).end();
    };
    const url = `http://hook.localhost:${new URL(plainUrl()).port}/`;
    expect(await post(url, LOCAL, rebinding(["127.0.0.1"]))).toEqual({ ok: true, status: 204 });
    expect(host).toBe(new URL(url).host);
  });

  it.each([301, 302, 307, 308])(
    "of %i is a failure, and nobody goes where it leads",
    async (status) => {
      answer = (_, response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${port}/` }).end();
      expect(await post(plainUrl(), LOCAL)).toMatchObject({ ok: false, status, gone: false });
      expect(connects).toEqual([]);
    },
  );

  it.each([
    [400, false],
    [410, true],
    [500, false],
  ])("of %i is a failure; for good: %s", async (status, gone) => {
    answer = (_, response) => response.writeHead(status).end();
    expect(await post(plainUrl(), LOCAL)).toMatchObject({ ok: false, status, gone });
  });

  it("without an end is cut off", async () => {
    let sent = 0;
    answer = (request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => {
        sent += 4096;
        response.write(Buffer.alloc(4096));
      }, 1);
      request.socket.on("close", () => clearInterval(timer));
    };
    expect(await post(plainUrl(), LOCAL)).toEqual({ ok: true, status: 200 });
    expect(sent).toBeLessThan(2 ** 20);
  });

  it("names no URL when sending fails", async () => {
    const result = await post("http://127.0.0.1:1/secret-path", LOCAL);
    expect(result).toEqual({
      ok: false,
      status: null,
      error: "sending failed (ECONNREFUSED)",
      gone: false,
    });
  });
});
