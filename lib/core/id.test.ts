import { expect, test } from "vitest";
import { ID_PREFIXES, isId, newId, type IdPrefix } from "./id";

const prefixes = Object.keys(ID_PREFIXES) as IdPrefix[];

test("an id is its prefix and 26 lower-case Crockford characters", () => {
  for (const prefix of prefixes) {
    expect(newId(prefix)).toMatch(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
  }
});

test("ten thousand ids are distinct and sort in the order they were made", () => {
  const ids = Array.from({ length: 10_000 }, () => newId("op"));
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
});

test("only the exact form of the asked prefix is an id", () => {
  const id = newId("op");
  expect(isId("op", id)).toBe(true);
  for (const other of [id.toUpperCase(), `${id} `, `${id}0`, id.slice(0, -1), `grt_${id.slice(3)}`])
    expect(isId("op", other)).toBe(false);
  expect(isId("grt", id)).toBe(false);
  expect(isId("op", "op_zzzzzzzzzzzzzzzzzzzzzzzzzz")).toBe(false);
  expect(isId("op", undefined)).toBe(false);
});
