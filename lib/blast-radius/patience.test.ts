import os from "node:os";
import { expect, test } from "vitest";
import { clockMs } from "./patience";

test("time is given as it is on an idle machine, longer on a busy one, and never without end", () => {
  const cores = os.availableParallelism();
  expect(clockMs(1500, 0)).toBe(1500);
  expect(clockMs(1500, cores)).toBe(1500);
  expect(clockMs(1500, 2 * cores)).toBe(3000);
  expect(clockMs(1500, 100 * cores)).toBe(4500);
});
