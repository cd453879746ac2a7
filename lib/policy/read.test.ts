import { describe, expect, it } from "vitest";
import { POLICY_BYTES_MAX, RULES_MAX } from "@/lib/contract/policy";
import { readPolicy } from "./read";
import { STARTER } from "./starter";

const HEAD = "version: countersign.policy/1\nrules:\n";
const faultsOf = (text: string, groups?: ReadonlySet<string>) => readPolicy(text, groups).faults;

describe("a policy's text", () => {
  it("is YAML or JSON, and means the same either way", () => {
    const yaml = readPolicy(
      `${HEAD}  - name: a\n    when: effects.delete\n    require: { objection_window: 10m, expires_in: "1h", grant_ttl: 90 }\n`,
    );
    expect(yaml.document?.rules[0]).toMatchObject({
      require: { objection_window: 600, expires_in: 3600, grant_ttl: 90 },
    });
    expect(readPolicy(JSON.stringify(yaml.document, null, 2))).toEqual(yaml);
  });

  it("that is offered to begin with can be used", () => {
    expect(faultsOf(STARTER, new Set())).toEqual([]);
  });

  it.each([
    ["YAML", `${HEAD}  - name: "a\n`, 4, 1, "quote"],
    [
      "a member that is there twice",
      "version: countersign.policy/1\nrules: []\nrules: []\n",
      3,
      1,
      "unique",
    ],
    [
      "a member that isn't known",
      `${HEAD}  - name: a\n    deny: no\n    colour: red\n`,
      5,
      13,
      'no member "colour"',
    ],
    [
      "a value out of range",
      `${HEAD}  - name: a\n    require:\n      approvals: 99\n`,
      5,
      18,
      "10",
    ],
    ["a rule without an effect", `${HEAD}  - name: a\n`, 3, 5, "one of"],
    [
      "CEL that doesn't parse",
      `${HEAD}  - name: a\n    when: effects.delete &&\n    deny: no\n`,
      4,
      28,
      "",
    ],
    [
      "CEL of a wrong name",
      `${HEAD}  - name: a\n    when: environment.color == "a"\n    deny: no\n`,
      4,
      23,
      "color",
    ],
    [
      "CEL in quotes",
      `${HEAD}  - name: a\n    when: 'effects.delete && foo'\n    deny: no\n`,
      4,
      30,
      "foo",
    ],
    [
      "a day that isn't one",
      `${HEAD}  - name: a\n    require:\n      blackouts: [{ from: 2026-02-30, until: 2026-03-01, why: x }]\n`,
      5,
      27,
      "date",
    ],
    [
      "a time zone that isn't one",
      `${HEAD}  - name: a\n    require:\n      windows: [{ from: "09:00", until: "17:00", timezone: Mars/Base }]\n`,
      5,
      60,
      "time zone",
    ],
  ])("is refused at its place: %s", (_, text, line, column, detail) => {
    const [fault] = faultsOf(text);
    expect(fault).toMatchObject({ line, column });
    expect(fault?.detail.toLowerCase()).toContain(detail.toLowerCase());
    expect(fault?.end_column).toBeGreaterThan(column);
  });

  it("may name registered groups only, wherever it names one", () => {
    const text = `${HEAD}  - name: a
    require:
      groups: { sre: 1, nobody: 2 }
      notify: [sre, nowhere]
      escalate: { after: 30m, group: noone }
`;
    expect(faultsOf(text, new Set(["sre", "nobody", "nowhere", "noone"]))).toEqual([]);
    expect(faultsOf(text, new Set(["sre"]))).toMatchObject([
      { pointer: "/rules/0/require/groups/nobody", line: 5, column: 25, end_column: 31 },
      { pointer: "/rules/0/require/notify/1", line: 6, column: 21 },
      { pointer: "/rules/0/require/escalate/group", line: 7, column: 38 },
    ]);
  });

  it("names each rule once, and has few enough to be read", () => {
    const rule = (name: string) => `  - { name: ${name}, deny: no }\n`;
    expect(faultsOf(HEAD + rule("a") + rule("a"))).toHaveLength(1);
    const many = Array.from({ length: RULES_MAX + 1 }, (_, i) => rule(`r${i}`)).join("");
    expect(faultsOf(HEAD + many)).toHaveLength(1);
  });
});

describe("a hostile text is refused, and soon:", () => {
  const laughs = Array.from(
    { length: 9 },
    (_, i) => `l${i}: &l${i} [${i === 0 ? "x" : `${`*l${i - 1}, `.repeat(9)}x`}]`,
  ).join("\n");
  it.each([
    ["a megabyte", "x".repeat(1 << 20)],
    ["a billion laughs", laughs],
    ["a single alias", `version: &v countersign.policy/1\nrules: []\nx: *v\n`],
    ["deep lists", "[".repeat(POLICY_BYTES_MAX)],
    ["deep maps", "{a: ".repeat(POLICY_BYTES_MAX / 4)],
    ["deep dashes", "- ".repeat(POLICY_BYTES_MAX / 2)],
    ["anchors upon anchors", "&a ".repeat(40_000)],
    ["the same key again and again", "rules:\n".repeat(18_000)],
    ["nothing but rules", `rules: [${"{}, ".repeat(30_000)}]`],
    ["a tag", "version: !!js/function 'x'\nrules: []\n"],
    ["several documents", `${HEAD.replace("rules:\n", "rules: []\n")}---\nrules: []\n`],
    ["a merge", "a: {version: countersign.policy/1}\n<<: {rules: []}\n"],
    ["a prototype", '{"__proto__": {"version": "countersign.policy/1", "rules": []}}'],
    ["nothing", ""],
  ])("%s", (_, text) => {
    const began = process.cpuUsage();
    const { document, faults } = readPolicy(text);
    expect(document).toBeNull();
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(50);
    for (const { detail } of faults) expect(detail).not.toMatch(/call stack/);
    // Of the processor, so that a busy machine makes no difference.
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(6000);
  });
});
