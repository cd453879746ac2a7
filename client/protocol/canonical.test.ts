import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, CanonicalizationError } from "./canonical";

test.each<[string, unknown, string]>([
  ["nothing", undefined, ""],
  ["an undefined member", { a: { b: undefined } }, "/a/b"],
  ["an undefined element", [1, undefined], "/1"],
  // oxlint-disable-next-line no-sparse-arrays
  ["a hole in a list", [1, , 2], "/1"],
  ["NaN", { a: [NaN] }, "/a/0"],
  ["infinity", -Infinity, ""],
  ["a lone surrogate", ["\udfff"], "/0"],
  ["a lone surrogate in a name", { "\ud800": 1 }, ""],
  ["a bigint", { a: 1n }, "/a"],
  ["a function", { a: () => 1 }, "/a"],
  ["a date, which would become a string", { "a/b": new Date(0) }, "/a~1b"],
  ["a map, which would become empty", new Map([["a", 1]]), ""],
])("refuses %s and says where", (_, value, pointer) => {
  expect(() => canonicalJson(value)).toThrow(CanonicalizationError);
  expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ pointer }));
});

test("refuses a cycle", () => {
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  expect(() => canonicalJson(cycle)).toThrow(CanonicalizationError);
});

test("the order of members doesn't matter, the order of elements does", () => {
  expect(canonicalJson({ b: 1, a: [2, 1] })).toBe('{"a":[2,1],"b":1}');
  expect(canonicalJson({ a: [1, 2], b: 1 })).not.toBe(canonicalJson({ a: [2, 1], b: 1 }));
});

test("the canonical form reads back to the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as unknown;
      expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
    }),
  );
});

const corpus = path.join(import.meta.dirname, "../../../shared/corpora/json/canonical");

describe.skipIf(!existsSync(corpus))(
  "RFC 8785 vectors (skipped where the corpus is absent)",
  () => {
    const files = existsSync(corpus) ? readdirSync(path.join(corpus, "input")) : [];

    test.each(files)("%s", (file) => {
      const input = JSON.parse(readFileSync(path.join(corpus, "input", file), "utf8")) as unknown;
      const hex = readFileSync(path.join(corpus, "outhex", file.replace(".json", ".txt")), "utf8");
      expect(Buffer.from(canonicalJson(input), "utf8").toString("hex")).toBe(
        hex.replace(/\s/g, ""),
      );
    });
  },
);

const naughty = path.join(import.meta.dirname, "../../../shared/corpora/strings/blns.json");

describe.skipIf(!existsSync(naughty))(
  "naughty strings (skipped where the corpus is absent)",
  () => {
    test("each comes back as it went in", () => {
      const strings = JSON.parse(readFileSync(naughty, "utf8")) as string[];
      for (const text of strings.filter((s) => s.isWellFormed()))
        expect(JSON.parse(canonicalJson({ [text]: text }))).toEqual({ [text]: text });
    });
  },
);
