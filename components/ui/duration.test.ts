import { expect, it } from "vitest";
import { ageText, durationText } from "./duration";

it("a duration is told exactly, in the largest unit that can", () => {
  expect([1, 60, 90, 600, 3600, 86_400, 129_600, 259_200].map(durationText)).toEqual([
    "1 second",
    "1 minute",
    "90 seconds",
    "10 minutes",
    "1 hour",
    "24 hours",
    "36 hours",
    "3 days",
  ]);
});

it("an age is told in whole units, never older than it is", () => {
  expect([0, 59, 3599, 90_000, 300_000].map(ageText)).toEqual([
    "0 seconds",
    "59 seconds",
    "59 minutes",
    "25 hours",
    "3 days",
  ]);
});
