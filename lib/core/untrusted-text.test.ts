import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abbreviate, shortText, textSegments, visibleText } from "./untrusted-text";

const LAST_CODE_POINT = 0x10ffff;
const hex = (codePoint: number) => `<U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}>`;

/** The rule again, as a list of single properties. */
const MUST_ESCAPE = [
  /\p{Cc}/u,
  /\p{Cf}/u,
  /\p{Co}/u,
  /\p{Cn}/u,
  /\p{Cs}/u,
  /\p{Zl}/u,
  /\p{Zp}/u,
  /\p{Default_Ignorable_Code_Point}/u,
  /[^\P{Zs} ]/u,
  /⠀/u,
];

describe("visibleText", () => {
  it("escapes exactly the code points that hide or mislead, of all there are", () => {
    const wrong: string[] = [];
    for (let codePoint = 0; codePoint <= LAST_CODE_POINT; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      const expected = MUST_ESCAPE.some((rule) => rule.test(character))
        ? hex(codePoint)
        : character;
      if (visibleText(character) !== expected) wrong.push(hex(codePoint));
    }
    expect(wrong).toEqual([]);
  });

  it("keeps an artifact's line feeds and tabs, and nothing else that it would escape in a name", () => {
    for (let codePoint = 0; codePoint <= 0xffff; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      const kept = character === "\n" || character === "\t";
      expect(visibleText(character, { multiline: true })).toBe(
        kept ? character : visibleText(character),
      );
    }
  });

  it("never leaves a line break, a bidi override or a zero-width character in one-line text", () => {
    expect(visibleText("pg-data\r\nBcc: x@example.com")).toBe(
      "pg-data<U+000D><U+000A>Bcc: x@example.com",
    );
    expect(visibleText("user\u202Egpj.exe")).toBe("user<U+202E>gpj.exe");
    expect(visibleText("prod\u200Buction\u00A0db")).toBe("prod<U+200B>uction<U+00A0>db");
    expect(visibleText("\u{E0041}\uD800x")).toBe("<U+E0041><U+D800>x");
  });

  it("leaves ordinary text of any script as it is", () => {
    for (const text of [
      "pg-data",
      "Überweisung",
      "データ",
      "данные",
      "نسخة",
      "😀",
      "a b",
      "e\u0301",
    ])
      expect(visibleText(text)).toBe(text);
  });

  it("changes nothing when applied twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(visibleText(visibleText(text))).toBe(visibleText(text));
      }),
    );
  });
});

describe("textSegments", () => {
  it("joins to the same text, and marks only escapes of its own making", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, multiline) => {
        const segments = textSegments(text, { multiline });
        expect(segments.map((segment) => segment.text).join("")).toBe(
          visibleText(text, { multiline }),
        );
        for (const { text: piece, escaped } of segments)
          if (escaped) expect(piece).toMatch(/^<U\+[0-9A-F]{4,6}>$/);
      }),
    );
    expect(textSegments("<U+202E>\u202E")).toEqual([
      { text: "<U+202E>", escaped: false },
      { text: "<U+202E>", escaped: true },
    ]);
  });
});

describe("abbreviate", () => {
  it("loses no code point without counting it, and cuts through none", () => {
    const unit = fc.constantFrom("a", "😀", "é", "\u202E");
    fc.assert(
      fc.property(fc.string({ unit }), fc.nat(9), fc.nat(9), (text, head, tail) => {
        const cut = abbreviate(text, { head, tail });
        const whole = Array.from(text);
        expect(Array.from(cut.head).length + cut.hidden + Array.from(cut.tail).length).toBe(
          whole.length,
        );
        expect(text.startsWith(cut.head) && text.endsWith(cut.tail)).toBe(true);
        if (cut.hidden === 0) expect(cut.head).toBe(text);
      }),
    );
  });

  it("says on one line how much it left out", () => {
    expect(shortText("pg-data")).toBe("pg-data");
    expect(shortText(`${"a".repeat(100)}\nend`, { head: 3, tail: 4 })).toBe(
      "aaa…(97 more)…<U+000A>end",
    );
  });
});

const NAUGHTY = "../shared/corpora/strings/blns.json";
describe.skipIf(!existsSync(NAUGHTY))(`naughty strings (skipped without ${NAUGHTY})`, () => {
  it("come out on one line, with nothing invisible left", () => {
    const strings = JSON.parse(readFileSync(NAUGHTY, "utf8")) as string[];
    expect(strings.length).toBeGreaterThan(100);
    for (const text of strings)
      for (const character of visibleText(text))
        expect(MUST_ESCAPE.some((rule) => rule.test(character))).toBe(false);
  });
});
