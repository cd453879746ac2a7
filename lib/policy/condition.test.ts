import { describe, expect, it } from "vitest";
import { compileCondition, isFault } from "./condition";
import { factsOf, type PolicyFacts } from "./facts";
import { subjectOf } from "./subject.fixture";
import { VOCABULARY } from "./vocabulary";

const [FACTS] = factsOf(subjectOf(), "tighten") as [PolicyFacts];

function ask(text: string, facts: PolicyFacts = FACTS): boolean | null {
  const made = compileCondition(text);
  if (isFault(made)) throw new Error(made.detail);
  return made(facts);
}
function faultIn(text: string) {
  const made = compileCondition(text);
  return isFault(made) ? made : null;
}

describe("a condition", () => {
  it.each([
    ['environment.kind == "production"', true],
    ["effects.delete && !effects.stop", true],
    ['action.like("railway.*.delete") && resource.id.startsWith("vol_")', true],
    ['risk in ["low", "medium"]', false],
    ["totals.resources >= 1", true],
    ['now.getHours("Europe/Berlin") == 15', true],
    ['environment.kind == "production" ? reversible : true', false],
  ])("%s is %s", (text, expected) => expect(ask(text)).toBe(expected));

  it("of what isn't known can't be told, unless the other side decides", () => {
    expect(ask("totals.records_deleted > 5")).toBeNull();
    expect(ask("!(totals.records_deleted > 5)")).toBeNull();
    expect(ask("totals.records_deleted > 5 || effects.delete")).toBe(true);
    expect(ask("effects.stop && totals.records_deleted > 5")).toBe(false);
  });

  it("may name each term of the vocabulary, and nothing that an agent says", () => {
    for (const { name } of VOCABULARY) expect(faultIn(`${name} == ${name}`), name).toBeNull();
    for (const name of ["reason", "claims.reversible", "params.volumeId", "artifact", "source"])
      expect(faultIn(`${name} == "x"`), name).not.toBeNull();
  });
});

describe("a condition is refused, where it is wrong,", () => {
  it.each([
    // What would make of the unknown a plain false, loop, or keep the server busy.
    ["has(totals.bytes)", "has(totals.bytes)"],
    ['action.matches("(a+)+$")', 'action.matches("(a+)+$")'],
    ["[1, 2].all(x, x > 0)", "[1, 2].all(x, x > 0)"],
    ["[1, 2].exists(x, x > 0)", "[1, 2].exists(x, x > 0)"],
    ["[1, 2].map(x, x * 2).size() == 2", "[1, 2].map(x, x * 2)"],
    ["effects.delete && dyn(action) == 1", "dyn(action)"],
    ['effects.delete || {"a": true}["a"]', '"'],
    ["[true, false][0]", "[true, false][0]"],
    // What doesn't mean anything.
    ['environment.color == "red"', "color"],
    ["effects.delete && colour", "colour"],
    ['totals.bytes > "many"', 'totals.bytes > "many"'],
  ])("%s", (text, culprit) => {
    const fault = faultIn(text);
    expect(fault?.detail).toMatch(/\.$/);
    expect(text.slice(fault?.start, fault?.end)).toContain(culprit);
  });

  it("where it isn't a question", () => {
    expect(faultIn("totals.bytes")?.detail).toBe("This is of type int, not bool.");
    expect(faultIn("effects.delete &&")).not.toBeNull();
    expect(faultIn("")).not.toBeNull();
  });
});

describe("a hostile condition", () => {
  const list = (n: number) => `[${Array.from({ length: n }, (_, i) => i).join(",")}]`;
  it.each([
    ["many parts", Array.from({ length: 400 }, () => "effects.delete").join("||")],
    ["deep brackets", `${"(".repeat(900)}effects.delete${")".repeat(900)}`],
    ["deep negation", `${"!".repeat(1500)}effects.delete`],
    ["a long list", `totals.bytes in ${list(200)}`],
    ["a tower of choices", `${"true ? ".repeat(200)}true${" : false".repeat(200)}`],
    ["many arguments", `action.like(${Array.from({ length: 50 }, () => '"a"').join(",")})`],
    ["a broken text", '"'.repeat(1999)],
  ])("is refused at once: %s", (_, text) => {
    const began = performance.now();
    expect(faultIn(text)).not.toBeNull();
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("that is taken costs little, whatever the agent sends", () => {
    const stars = `"${"*a".repeat(40)}b"`;
    const text = Array.from({ length: 15 }, () => `resource.id.like(${stars})`).join(" || ");
    const made = compileCondition(text);
    if (isFault(made)) throw new Error(made.detail);
    const facts = { ...FACTS, resource: { type: "x", id: "a".repeat(500) } };
    const began = performance.now();
    for (let i = 0; i < 100; i += 1) expect(made(facts)).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
