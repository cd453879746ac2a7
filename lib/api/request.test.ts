import { describe, expect, it } from "vitest";
import { Hono } from "hono";
import { clientAddress, type ApiEnv } from "./request";

async function addressOf(forwarded: string | null, trusted: number): Promise<string | null> {
  const app = new Hono<ApiEnv>().get("/", (c) => c.json(clientAddress(c, trusted)));
  const headers: Record<string, string> =
    forwarded === null ? {} : { "x-forwarded-for": forwarded };
  const socket = { remoteAddress: "192.0.2.1" };
  const response = await app.request("/", { headers }, { incoming: { socket } as never });
  return (await response.json()) as string | null;
}

describe("the caller's address", () => {
  it("is the connection's, whatever is claimed, where no proxy is trusted", async () => {
    expect(await addressOf("203.0.113.9", 0)).toBe("192.0.2.1");
  });

  it("is what the outermost trusted proxy saw, not what was claimed to it", async () => {
    expect(await addressOf("10.0.0.1, 203.0.113.9", 1)).toBe("203.0.113.9");
    expect(await addressOf("10.0.0.1, 203.0.113.9, 10.0.0.2", 2)).toBe("203.0.113.9");
  });

  it("is the connection's where a proxy that should be there wrote nothing, or no address", async () => {
    expect(await addressOf(null, 1)).toBe("192.0.2.1");
    expect(await addressOf("203.0.113.9", 2)).toBe("192.0.2.1");
    expect(await addressOf("<script>", 1)).toBe("192.0.2.1");
  });
});
