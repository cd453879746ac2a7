import { expect, it, vi } from "vitest";

it("an error of one copy of this module is known as one by every other copy in the process", async () => {
  const ours = await import("./error");
  vi.resetModules();
  const theirs = await import("./error");
  expect(theirs.DomainError).not.toBe(ours.DomainError);
  const error: unknown = new theirs.DomainError("rate_limited", "Too many.");
  expect(error instanceof ours.DomainError).toBe(true);
  for (const other of [new Error("x"), { code: "rate_limited" }, null, "rate_limited"])
    expect(other instanceof ours.DomainError).toBe(false);
});
