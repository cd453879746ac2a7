import { expect, it } from "vitest";
import { held, isCount } from "./prediction";

it.each([
  ["exact", 10, 10, true],
  ["exact", 10, 11, false],
  ["at_least", 10, 99, true],
  ["at_least", 10, 9, false],
  ["at_most", 10, 9, true],
  ["at_most", 10, 11, false],
  ["estimate", 100, 151, true],
  ["estimate", 100, 250, false],
  ["estimate", 0, 5, false],
  ["unknown", null, 5, true],
] as const)("a prediction of %s %s, reported %s: holds is %s", (bound, value, reported, holds) => {
  expect(held({ value, bound }, reported)).toBe(holds);
});

it("what is no count is no report of one", () => {
  expect([1, 0, -1, 1.5, "1", null, Number.NaN].map(isCount)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
