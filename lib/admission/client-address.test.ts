import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address";

const addressOf = (forwardedFor: string | null, trustedProxies: number) =>
  clientAddress({ forwardedFor, socketAddress: "192.0.2.1", trustedProxies });

describe("the caller's address", () => {
  it("is the connection's, whatever is claimed, where no proxy is trusted", () => {
    expect(addressOf("203.0.113.9", 0)).toBe("192.0.2.1");
  });

  it("is what the outermost trusted proxy saw, not what was claimed to it", () => {
    expect(addressOf("10.0.0.1, 203.0.113.9", 1)).toBe("203.0.113.9");
    expect(addressOf("10.0.0.1, 203.0.113.9, 10.0.0.2", 2)).toBe("203.0.113.9");
  });

  it("is the connection's where a proxy that should be there wrote nothing, or no address", () => {
    expect(addressOf(null, 1)).toBe("192.0.2.1");
    expect(addressOf("203.0.113.9", 2)).toBe("192.0.2.1");
    expect(addressOf("<script>", 1)).toBe("192.0.2.1");
  });
});
