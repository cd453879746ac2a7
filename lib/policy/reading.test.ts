import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyRuleSchema } from "@/lib/contract/policy";
import { compileCondition, isFault } from "./condition";
import { readCondition } from "./condition-reading";
import { readRule } from "./reading";
import { VOCABULARY } from "./vocabulary";

const ATOMS = [
  ["effects.delete", "something is deleted"],
  ["!effects.stop", "nothing is stopped"],
  ["effects.truncate == false", "nothing is emptied"],
  ["reversible", "it can be undone, restored or rebuilt"],
  ["!recovery.survives", "no recovery point survives"],
  ['environment.kind == "production"', 'the environment\'s kind is "production"'],
  ['"web" != environment.slug', 'the environment is not "web"'],
  ['risk in ["high", "critical"]', 'the risk is one of "high", "critical"'],
  ['action.like("railway.*")', 'the action is like "railway.*"'],
  ['resource.id.startsWith("a and b")', 'the resource\'s id begins with "a and b"'],
  ["totals.records_deleted > 1000", "more than 1,000 records are deleted"],
  ["1 >= totals.resources", "at most 1 resource is hit"],
  ["recovery.newest_age > 86400", "the newest surviving recovery point is more than 1 day old"],
  ["contradictions > 0", "at least 1 statement is contradicted by evidence"],
  ["unknowns == 0", "no question is open"],
  ["size(action) > 3", "`size(action) > 3` holds"],
  ['now.getHours("UTC") < 6', '`now.getHours("UTC") < 6` holds'],
  [
    "reversible ? effects.stop : effects.detach",
    "`reversible ? effects.stop : effects.detach` holds",
  ],
  ['agent.name < "m"', '`agent.name < "m"` holds'],
  ["totals.bytes == totals.resources", "`totals.bytes == totals.resources` holds"],
  ["action in [agent.name]", "`action in [agent.name]` holds"],
  ["effects.delete == effects.stop", "`effects.delete == effects.stop` holds"],
] as const;

describe("a condition in words", () => {
  it.each(ATOMS)("%s: %s", (text, words) => {
    expect(isFault(compileCondition(text)), text).toBe(false);
    expect(readCondition(text)).toBe(words);
  });

  it("has words for each fact that is true or false, and quotes none of them", () => {
    for (const { name, type } of VOCABULARY.filter((one) => one.type === "bool"))
      expect([type, readCondition(name), readCondition(`!${name}`)].join(), name).not.toContain(
        "`",
      );
  });

  it("says what it stands for, no part left out: it can be read back to the same truth", () => {
    interface Tree {
      cel: string;
      holds: (truths: readonly boolean[]) => boolean;
    }
    const leaf = fc.nat(ATOMS.length - 1).map((i): Tree => ({
      cel: `(${ATOMS[i]?.[0]})`,
      holds: (truths) => truths[i] ?? false,
    }));
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        tie("tree").map((a): Tree => ({ cel: `!(${a.cel})`, holds: (t) => !a.holds(t) })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Tree => ({
          cel: `(${a.cel} && ${b.cel})`,
          holds: (t) => a.holds(t) && b.holds(t),
        })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Tree => ({
          cel: `(${a.cel} || ${b.cel})`,
          holds: (t) => a.holds(t) || b.holds(t),
        })),
      ),
    }));
    const truths = fc.array(fc.boolean(), { minLength: ATOMS.length, maxLength: ATOMS.length });
    fc.assert(
      fc.property(tree, fc.array(truths, { minLength: 4, maxLength: 4 }), ({ cel, holds }, all) => {
        fc.pre(!isFault(compileCondition(cel)));
        const back = readBack(readCondition(cel));
        for (const each of all) expect(back(each), readCondition(cel)).toBe(holds(each));
      }),
      { numRuns: 500 },
    );
  });
});

/** The words of our atoms, `and`, `or`, `not` and brackets, as a question again. */
function readBack(words: string): (truths: readonly boolean[]) => boolean {
  const named = ATOMS.flatMap(([cel, yes], i) => {
    const no = readCondition(`!(${cel})`);
    return no.startsWith("not (")
      ? [[yes, `A${i}`]]
      : [
          [yes, `A${i}`],
          [no, `B${i}`],
        ];
  }).toSorted((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0));
  let text = words;
  for (const [said = "", symbol = ""] of named) text = text.replaceAll(said, symbol);
  const tokens = text.match(/[AB]\d+|and|or|not|[()]|\S+/g) ?? [];
  let next = 0;
  type Ask = (truths: readonly boolean[]) => boolean;
  const one = (): Ask => {
    const token = tokens[next++] ?? "";
    if (token === "not") {
      const inner = one();
      return (t) => !inner(t);
    }
    if (token === "(") {
      const inner = all();
      expect(tokens[next++]).toBe(")");
      return inner;
    }
    expect(token, words).toMatch(/^[AB]\d+$/);
    const index = Number(token.slice(1));
    return (t) => (t[index] ?? false) === token.startsWith("A");
  };
  const all = (): Ask => {
    const parts = [one()];
    const word = tokens[next];
    while (next < tokens.length && tokens[next] !== ")") {
      // A list is of one kind: else it couldn't be told what binds closer.
      expect(tokens[next++], words).toBe(word);
      parts.push(one());
    }
    return (t) => (word === "or" ? parts.some((p) => p(t)) : parts.every((p) => p(t)));
  };
  const asked = all();
  expect(next).toBe(tokens.length);
  return asked;
}

describe("a rule in words", () => {
  it("says every part of what it requires", () => {
    const rule = PolicyRuleSchema.parse({
      name: "all",
      when: 'environment.kind == "production" && effects.delete',
      require: {
        approvals: 2,
        groups: { dba: 1 },
        step_up: "passkey",
        typed_confirmation: true,
        comment: true,
        objection_window: "10m",
        grant_ttl: 90,
        expires_in: "1h",
        recovery: { max_age: "24h" },
        windows: [
          { days: ["mon", "tue"], from: "22:00", until: "04:00", timezone: "Europe/Berlin" },
        ],
        blackouts: [{ from: "2026-12-24", until: "2026-12-26", why: "holidays" }],
        notify: ["leads"],
        escalate: { after: "30m", group: "leads" },
      },
    });
    expect(readRule(rule)).toEqual({
      rule: "all",
      effect: "require",
      when: 'When the environment\'s kind is "production" and something is deleted',
      demands: [
        "2 approvals from the environment's group",
        "1 approval from dba",
        "a passkey",
        "the resource's name typed out",
        "a comment",
        "10 minutes in which it can still be revoked",
        "a grant that lives 90 seconds at most",
        "a decision within 1 hour",
        "a surviving recovery point, 1 day old at most",
        "run only on mon, tue 22:00 to 04:00 the next day (Europe/Berlin)",
        "not run from 2026-12-24 to 2026-12-26 (UTC: holidays)",
        "leads is told",
        "leads is told if it is undecided after 30 minutes",
      ],
    });
  });

  it("says that allow must be certain, and of what denies, why", () => {
    expect(readRule({ name: "a", when: "reversible", allow: true }).when).toBe(
      "When it is certain that it can be undone, restored or rebuilt",
    );
    expect(readRule({ name: "b", deny: "Not by night." })).toMatchObject({
      when: "Always",
      demands: ["denied: Not by night."],
    });
  });
});
