import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical";
import { JSON_DEPTH_MAX, parseRawJson, RawJsonError } from "./raw-json";

const parse = (text: string) => parseRawJson(new TextEncoder().encode(text)).value;

function refusal(input: string | Uint8Array): { code: string; pointer: string } {
  try {
    parseRawJson(typeof input === "string" ? new TextEncoder().encode(input) : input);
  } catch (error) {
    if (error instanceof RawJsonError) return { code: error.code, pointer: error.pointer };
    throw error;
  }
  throw new Error("was accepted");
}

describe("parseRawJson", () => {
  test.each([
    ["a duplicate member", '{"a":{"b":1,"c":2,"b":3}}', "duplicate_member", "/a/b"],
    ["a duplicate behind an escape", '{"a":1,"\\u0061":2}', "duplicate_member", "/a"],
    ["a duplicate in a list", '{"x":[{},{"~/":1,"~/":1}]}', "duplicate_member", "/x/1/~0~1"],
    ["a member named __proto__", '{"a":{"\\u005f_proto__":1}}', "invalid_json", "/a/__proto__"],
    ["2^53", '{"a":[9007199254740992]}', "unsafe_number", "/a/0"],
    ["2^53+1", "9007199254740993", "unsafe_number", ""],
    ["-2^53", "[0,-9007199254740992]", "unsafe_number", "/1"],
    ["an exponent", '{"a":1e21}', "unsafe_number", "/a"],
    ["a fraction that is an integer", "900719925474099300e-2", "unsafe_number", ""],
    ["an overflow", "[1.0e400]", "unsafe_number", "/0"],
    ["a negative overflow", "[-1e400]", "unsafe_number", "/0"],
    ["an escaped high surrogate alone", '["\\ud800"]', "invalid_utf8", "/0"],
    ["an escaped low surrogate alone", '["\\udc00"]', "invalid_utf8", "/0"],
    ["a pair in the wrong order", '["\\udc00\\ud800"]', "invalid_utf8", "/0"],
    ["a high surrogate before a letter", '["\\ud800\\u0061"]', "invalid_utf8", "/0"],
    ["a surrogate in a name", '{"a":{"\\ud800":1}}', "invalid_utf8", "/a"],
    ["an escaped U+0000", '{"a":"x\\u0000"}', "invalid_json", "/a"],
    ["a raw U+0000", '{"a":"x\0"}', "invalid_json", "/a"],
    ["a byte order mark", '\ufeff{"a":1}', "invalid_json", ""],
    ["an empty body", "", "invalid_json", ""],
    ["a trailing comma", '{"a":[1,]}', "invalid_json", "/a/1"],
    ["a second value", "{} {}", "invalid_json", ""],
    ["a comment", "{} // x", "invalid_json", ""],
    ["NaN", '{"a":NaN}', "invalid_json", "/a"],
    ["a leading zero", '{"a":01}', "invalid_json", "/a"],
    ["a cut off body", '{"a":{"b":"c', "invalid_json", "/a/b"],
  ])("refuses %s and says where", (_, text, code, pointer) => {
    expect(refusal(text)).toEqual({ code, pointer });
  });

  test.each([
    ["a broken sequence", [0x22, 0xc3, 0x28, 0x22]],
    ["a surrogate's bytes", [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ["an overlong form", [0x22, 0xc0, 0xaf, 0x22]],
    ["UTF-16", [0xff, 0xfe, 0x5b, 0x00]],
  ])("refuses %s as invalid UTF-8", (_, bytes) => {
    expect(refusal(Uint8Array.from(bytes))).toEqual({ code: "invalid_utf8", pointer: "" });
  });

  test("takes the largest safe integers, and fractions near them", () => {
    for (const text of [
      "9007199254740991",
      "-9007199254740991",
      "1e15",
      "123456789.123456789012345",
    ])
      expect(parse(text)).toBe(Number(text));
  });

  test("takes a surrogate pair, raw and escaped", () => {
    expect(parse('["\u{1F511}","\\ud83d\\udd11"]')).toEqual(["\u{1F511}", "\u{1F511}"]);
  });

  test(`takes ${JSON_DEPTH_MAX} containers and refuses one more`, () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parse(nested(JSON_DEPTH_MAX))).toBeInstanceOf(Array);
    expect(refusal(nested(JSON_DEPTH_MAX + 1)).code).toBe("invalid_json");
    expect(refusal("[".repeat(1_000_000)).code).toBe("invalid_json");
    expect(parse(`[${"[],".repeat(1000)}[]]`)).toHaveLength(1001);
  });

  test("finds the duplicate among many members", () => {
    const many = Array.from({ length: 5000 }, (_, i) => `"m${i}":0`);
    expect(Object.keys(parse(`{${many.join()}}`) as object)).toHaveLength(5000);
    expect(refusal(`{${many.join()},"m4999":0}`)).toEqual({
      code: "duplicate_member",
      pointer: "/m4999",
    });
  });

  test("keeps a pointer short whatever the names", () => {
    const name = "x".repeat(5000);
    expect(refusal(`{"a":{"${name}":1,"${name}":1}}`).pointer).toBe("/a");
  });

  test("reads from a view into a larger buffer", () => {
    const bytes = new TextEncoder().encode('xx{"a":1}xx');
    expect(parseRawJson(bytes.subarray(2, 9)).value).toEqual({ a: 1 });
  });

  test("agrees with JSON.parse on whatever it accepts, and refuses whatever JSON.parse does", () => {
    // Words that come close to JSON, so that both answers are common.
    const fragments = [
      '"',
      "\\",
      "u00",
      "41",
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "1",
      "-",
      ".5",
      "e",
      " ",
      "true",
      '"a"',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 12 }), (words) => {
        const text = words.join("");
        const expected = attempt(() => JSON.parse(text) as unknown);
        const actual = attempt(() => parse(text));
        if (expected.ok && actual.ok) expect(actual.value).toEqual(expected.value);
        else if (actual.ok) throw new Error(`accepted ${text}`);
        else if (expected.ok) expect(refusal(text).code).not.toBe("invalid_json");
      }),
      { numRuns: 5000 },
    );
  });

  test("what was accepted has a canonical form that reads back to itself", () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (text) => {
        const first = attempt(() => parse(text));
        fc.pre(first.ok);
        const canonical = canonicalJson(first.value);
        expect(canonicalJson(parse(canonical))).toBe(canonical);
      }),
    );
  });

  test("five mebibytes take less than a tenth of a second, the best of three", () => {
    const body = new TextEncoder().encode(
      JSON.stringify({ content: "DROP TABLE t;\n".repeat(349_000) }),
    );
    // Of our own time, so that a busy machine doesn't count.
    const times_us = [1, 2, 3].map(() => {
      const start = process.cpuUsage();
      parseRawJson(body);
      return process.cpuUsage(start).user;
    });
    expect(Math.min(...times_us)).toBeLessThan(100_000);
  });
});

const corpus = path.join(import.meta.dirname, "../../../shared/corpora/json/parsing");

// JSONTestSuite: a file's first letter says whether a parser must take it (y) or refuse it (n).
describe.skipIf(!existsSync(corpus))("JSONTestSuite (skipped where the corpus is absent)", () => {
  // Valid JSON that a signed body may still not hold: duplicates, U+0000, numbers that lose digits.
  const stricter =
    /^y_(number|number_real_(capital_e|exponent|fraction_exponent)|object_extreme_numbers|object_duplicated_key|object_duplicated_key_and_value|object_escaped_null_in_key|string_null_escape)\.json$/;
  const files = existsSync(corpus) ? readdirSync(corpus) : [];

  test.each(files)("%s", (file) => {
    const bytes = readFileSync(path.join(corpus, file));
    const outcome = attempt(() => parseRawJson(bytes).value);
    if (!outcome.ok) expect(outcome.error).toBeInstanceOf(RawJsonError);
    if (file.startsWith("n_") || stricter.test(file)) expect(outcome.ok).toBe(false);
    else if (file.startsWith("y_")) expect(outcome).toMatchObject({ ok: true });
  });
});

type Attempt = { ok: true; value: unknown } | { ok: false; error: unknown };

function attempt(run: () => unknown): Attempt {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return { ok: false, error };
  }
}
