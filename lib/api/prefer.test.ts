import { describe, expect, it } from "vitest";
import { noneMatch, preferredWait } from "./prefer";

describe("Prefer: wait", () => {
  it.each([
    ["wait=30", 30],
    ["WAIT = 10", 10],
    ['respond-async, wait="7"; x=y', 7],
    ["wait=5, wait=9", 5],
    ["wait=600", 30],
    ["wait", null],
    ["wait=-1", null],
    ["wait=soon", null],
    ["waiting=5", null],
    [undefined, null],
  ])("%j is %j seconds", (header, seconds) => {
    expect(preferredWait(header, 30)).toBe(seconds);
  });
});

describe("If-None-Match", () => {
  it.each([
    ['"a"', ['"a"']],
    ['W/"a", "b,c"', ['"a"', '"b,c"']],
    ["*", []],
    ["a", []],
    [undefined, []],
  ])("%j names %j", (header, tags) => {
    expect(noneMatch(header)).toEqual(tags);
  });
});
