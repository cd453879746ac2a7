import { describe, expect, it } from "vitest";
import { ConnectionUrlError, readConnectionUrl } from "./connection-url";

describe("the URL of a live database", () => {
  it.each([
    ["postgresql://reader:p%40ss@db.example.com/shop?sslmode=verify-full", "verified"],
    ["postgres://reader:p%40ss@db.example.com:5432/shop?sslmode=require", "verified"],
    ["postgres://reader:p%40ss@db.example.com:5432/shop?sslmode=no-verify", "unverified"],
    ["postgres://reader:p%40ss@db.example.com:5432/shop?sslmode=disable", "off"],
  ])("is read: %s", (url, tls) => {
    expect(readConnectionUrl(url)).toEqual({
      host: "db.example.com",
      port: 5432,
      database: "shop",
      user: "reader",
      password: "p@ss",
      tls,
    });
  });

  it.each(["localhost", "127.0.0.1", "[::1]"])("may leave out TLS on this machine: %s", (host) => {
    expect(readConnectionUrl(`postgresql://reader@${host}/shop`).tls).toBe("off");
  });

  it.each([
    ["postgresql://reader:secret@db.example.com/shop", "how the connection is protected"],
    ["postgresql://reader:secret@db.example.com/shop?sslmode=prefer", "how the connection is"],
    ["postgresql://reader:secret@db.example.com/shop?sslmode=toString", "how the connection is"],
    ["postgresql://reader:secret@localhost.example.com/shop", "how the connection is protected"],
    ["postgresql://reader:secret@localhost/shop?options=-c%20x%3Dy", '"options"'],
    ["postgresql://reader:secret@localhost/shop?host=/tmp", '"host"'],
    [
      "postgresql://reader:secret@localhost/shop?sslmode=disable&sslrootcert=/etc/passwd",
      "sslroot",
    ],
    ["postgresql://reader:secret@localhost/shop?user=postgres", '"user"'],
    ["postgresql://reader:secret@%2Fvar%2Frun/shop", "no socket's path"],
    ["postgresql://reader:secret@a,b/shop?sslmode=disable", "one host"],
    ["postgresql://reader:secret@localhost/shop%00options%00-cx=y", "control character"],
    ["postgresql://reader%00:secret@localhost/shop", "control character"],
    ["postgresql://reader:se%zzcret@localhost/shop", "percent sign"],
    ["postgresql://localhost/shop", "needs a role"],
    ["postgresql://reader:secret@localhost", "needs a role"],
    ["nonsense", "needs a role"],
  ])("is refused, with its reason and without its secret: %s", (url, why) => {
    const refusal = (() => {
      try {
        return readConnectionUrl(url);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(ConnectionUrlError);
    expect((refusal as Error).message).toContain(why);
    expect((refusal as Error).message).not.toContain("secret");
  });
});
