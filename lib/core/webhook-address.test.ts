import { describe, expect, it } from "vitest";
import {
  mayConnectTo,
  readWebhookUrl,
  WebhookUrlError,
  type WebhookNetworks,
} from "./webhook-address";

const PUBLIC_ONLY: WebhookNetworks = { loopback: false, allowed: [] };
const read = (url: string, networks = PUBLIC_ONLY) => readWebhookUrl(url, networks).href;

describe("an address that webhooks may go to", () => {
  it.each(["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1"])(
    "is public: %s",
    (address) => expect(mayConnectTo(address, PUBLIC_ONLY)).toBe(true),
  );

  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "4000::1",
    "",
    "example.com",
    "127.0.0.1 ",
    "1.1.1.1\n",
  ])("isn't private, local, embedded, translated or reserved: %j", (address) =>
    expect(mayConnectTo(address, PUBLIC_ONLY)).toBe(false),
  );

  it("is private only where the operator named its network", () => {
    const networks = { loopback: false, allowed: ["10.20.0.0/16", "fd00:1::/64"] };
    for (const address of ["10.20.3.4", "::ffff:10.20.3.4", "fd00:1::5"])
      expect(mayConnectTo(address, networks)).toBe(true);
    for (const address of ["10.21.0.1", "fd00:2::5", "127.0.0.1", "::ffff:10.21.0.1"])
      expect(mayConnectTo(address, networks)).toBe(false);
  });

  it("is this machine only where that is allowed", () => {
    const networks = { loopback: true, allowed: [] };
    for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
      expect(mayConnectTo(address, networks)).toBe(true);
    for (const address of ["0.0.0.0", "::", "10.0.0.1", "169.254.169.254"])
      expect(mayConnectTo(address, networks)).toBe(false);
  });
});

describe("a URL that webhooks may go to", () => {
  it.each([
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:1",
    "nothing",

    "https://user:secret@example.com/",
    "https://example.com/#part",
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://0x7f.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127.0.0.1./",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://169.254.169.254/latest/meta-data",
    "https://0/",
    "https://[fd00:ec2::254]/",
  ])("isn't %s", (url) => expect(() => read(url)).toThrow(WebhookUrlError));

  it("is https, and of this machine http too where that is allowed", () => {
    expect(read("https://example.com/hook?x=1")).toBe("https://example.com/hook?x=1");
    const networks = { loopback: true, allowed: ["10.0.0.0/8"] };
    expect(read("http://127.0.0.1:8080/", networks)).toBe("http://127.0.0.1:8080/");
    expect(() => read("http://10.0.0.1/", networks)).toThrow(WebhookUrlError);
  });
});
