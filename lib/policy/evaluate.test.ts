import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyDocumentSchema, type PolicyDocument } from "@/lib/contract/policy";
import { approvalsOf, type Demand } from "./demand";
import { compilePolicy, evaluatePolicy, UnusablePolicy, type Ruling } from "./evaluate";
import { newestSurvivorAge_s, type PolicyReport, type PolicySubject } from "./facts";
import { subjectOf } from "./subject.fixture";

const ENVIRONMENT = { approvalsRequired: 1, group: { id: "grp_sre", slug: "sre" } };
const groupOf = (slug: string) => ({ id: `grp_${slug}`, slug });

const policyOf = (rules: unknown[], rest: object = {}): PolicyDocument =>
  PolicyDocumentSchema.parse({ version: "countersign.policy/1", rules, ...rest });
const ask = (rules: unknown[], subject: Partial<PolicySubject> = {}): Ruling =>
  evaluatePolicy(compilePolicy(1, policyOf(rules)), ENVIRONMENT, subjectOf(subject), groupOf);

describe("without a rule that applies", () => {
  it("the built-in rule demands what the environment asks for", () => {
    const { demand } = ask([]);
    expect(demand).toMatchObject({ ruling: "review", quorum: [{ slug: "sre", approvals: 1 }] });
  });
});

describe("a condition on what isn't known", () => {
  const when = "totals.records_deleted > 1000";
  it("makes a rule that tightens apply, and says that it wasn't known", () => {
    const { demand, rules } = ask([{ name: "many", when, require: { approvals: 3 } }]);
    expect(approvalsOf(demand)).toBe(3);
    expect(rules).toEqual([
      { rule: "many", effect: "require", applies: true, condition: "unknown" },
    ]);
  });
  it("makes a denial apply", () => {
    expect(ask([{ name: "many", when, deny: "Too many." }]).demand.ruling).toBe("deny");
  });
  it("never allows, whichever way it is put", () => {
    for (const condition of [when, `!(${when})`, "totals.records_deleted <= 1000"])
      expect(ask([{ name: "few", when: condition, allow: true }]).demand.ruling).toBe("review");
  });
  it("doesn't matter where the other side of && or || decides", () => {
    const off = `environment.kind == "development" && ${when}`;
    expect(ask([{ name: "dev", when: off, deny: "No." }]).demand.ruling).toBe("review");
  });
});

describe("allow", () => {
  const allow = (when: string) => [{ name: "trusted", when, allow: true }];
  it("holds where evidence bears the action out", () => {
    const { demand } = ask(allow(`action == "railway.volume.delete"`));
    expect(demand).toMatchObject({ ruling: "allow", quorum: [], rules: ["trusted"] });
  });
  it("never rests on an action that the artifact doesn't bear out", () => {
    const subject = subjectOf();
    const claims = subject.report.claims.filter(({ claim }) => claim !== "action");
    const report = { ...subject.report, claims };
    const { demand } = ask(allow(`action == "railway.volume.delete"`), { report });
    expect(demand.ruling).toBe("review");
  });
  it("never rests on an environment that only the submission names", () => {
    const subject = subjectOf();
    const environments = { ...subject.report.environments, assurance: "claimed" as const };
    const report = { ...subject.report, environments };
    const rules = allow(`environment.kind == "production"`);
    expect(ask(rules).demand.ruling).toBe("allow");
    expect(ask(rules, { report }).demand.ruling).toBe("review");
  });
  it("yields to any other rule that applies, and to a contradiction", () => {
    const other = { name: "other", when: "true", require: { comment: true } };
    expect(ask([...allow("true"), other]).demand).toMatchObject({
      ruling: "review",
      comment: true,
      quorum: [{ slug: "sre", approvals: 1 }],
    });
    const subject = subjectOf();
    const [first] = subject.report.claims;
    const report = {
      ...subject.report,
      claims: [{ ...first!, claim: "environment", verdict: "contradicted" as const }],
    };
    expect(ask(allow("true"), { report }).demand.ruling).toBe("review");
  });
});

const requirement = fc.record(
  {
    approvals: fc.integer({ min: 1, max: 5 }),
    groups: fc.dictionary(fc.constantFrom("sre", "dba", "leads"), fc.integer({ min: 1, max: 3 })),
    step_up: fc.constant("passkey"),
    typed_confirmation: fc.constant(true),
    comment: fc.constant(true),
    objection_window: fc.integer({ min: 0, max: 3600 }),
    grant_ttl: fc.integer({ min: 30, max: 900 }),
    expires_in: fc.integer({ min: 60, max: 7200 }),
    recovery: fc.record({ max_age: fc.integer({ min: 60, max: 100_000 }) }),
  },
  { requiredKeys: [] },
);
const conditions = fc.constantFrom(
  undefined,
  "true",
  "false",
  "effects.delete",
  "totals.records_deleted > 5",
  `risk == "critical" || unknowns > 0`,
);
const rule = fc.oneof(
  { weight: 6, arbitrary: fc.record({ when: conditions, require: requirement }) },
  { weight: 1, arbitrary: fc.record({ when: conditions, deny: fc.constant("No.") }) },
);
const named = (rules: object[]) =>
  rules.map((one, i) => JSON.parse(JSON.stringify({ name: `rule ${i}`, ...one })) as object);

/** `b` demands at least what `a` does, in every respect. */
function atLeast(b: Demand, a: Demand): boolean {
  const order = ["allow", "review", "deny"];
  const approvals = (demand: Demand, id: string) =>
    demand.quorum.find((one) => one.id === id)?.approvals ?? 0;
  return (
    order.indexOf(b.ruling) >= order.indexOf(a.ruling) &&
    a.quorum.every(({ id, approvals: n }) => approvals(b, id) >= n) &&
    (b.stepUp || !a.stepUp) &&
    (b.typedConfirmation || !a.typedConfirmation) &&
    (b.comment || !a.comment) &&
    b.objectionWindow_s >= a.objectionWindow_s &&
    b.grantTtl_s <= a.grantTtl_s &&
    (b.expiresIn_s ?? Infinity) <= (a.expiresIn_s ?? Infinity) &&
    (b.recoveryMaxAge_s ?? Infinity) <= (a.recoveryMaxAge_s ?? Infinity)
  );
}

it("a rule that is added never loosens, wherever it stands", () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), rule, fc.nat(), (rules, added, at) => {
      const place = at % (rules.length + 1);
      const more = [...rules.slice(0, place), added, ...rules.slice(place)];
      const before = ask(named(rules)).demand;
      expect(atLeast(ask(named(more)).demand, before)).toBe(true);
    }),
  );
});

it("the order of rules doesn't matter to what is demanded", () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 6 }), (rules) => {
      const one = ask(named(rules)).demand;
      const other = ask(named(rules).toReversed()).demand;
      expect(atLeast(one, other) && atLeast(other, one)).toBe(true);
    }),
  );
});

describe("a copy of one of several things", () => {
  const subject = subjectOf();
  const at = (hours: number) => new Date(subject.now.getTime() - hours * 3_600_000).toISOString();
  const copyOf = (entry: string, hours: number): PolicyReport["recovery_points"][number] => ({
    name: `copy of ${entry}`,
    taken_at: at(hours),
    survives: "yes",
    why: "It lies elsewhere.",
    last_tested_restore: null,
    failure_domain: null,
    deletable_by: null,
    assurance: "inventory",
    evidence: [entry],
  });
  const [count] = [subject.report.totals.resources];
  const volume = (entry: string): PolicyReport["resources"][number] => ({
    role: "target",
    stateful: true,
    evidence: ["artifact", entry],
  });
  const deletes = (entries: string[], copies: PolicyReport["recovery_points"]): PolicyReport => ({
    ...subject.report,
    effects: entries.map((target) => ({ ...subject.report.effects[0]!, target })),
    resources: entries.map(volume),
    totals: { ...subject.report.totals, resources: { ...count, value: entries.length } },
    recovery_points: copies,
  });
  const both = ["vol_a", "vol_b"];
  const fresh = "recovery.survives && recovery.newest_age < 7200";
  const ruling = (report: PolicyReport, when = fresh) =>
    ask([{ name: "backed up", when, allow: true }], { report }).demand.ruling;

  it("doesn't stand in for the others", () => {
    expect(ruling(deletes(["vol_a"], [copyOf("vol_a", 1)]))).toBe("allow");
    expect(ruling(deletes(both, [copyOf("vol_a", 1)]))).toBe("review");
    expect(
      ruling(
        deletes(
          both,
          both.map((one) => copyOf(one, 1)),
        ),
      ),
    ).toBe("allow");
    expect(newestSurvivorAge_s(deletes(both, [copyOf("vol_a", 1)]), subject.now)).toBeNull();
  });
  it("is as old as the oldest of what could be brought back", () => {
    const report = deletes(both, [copyOf("vol_a", 1), copyOf("vol_b", 9), copyOf("vol_b", 5)]);
    expect(newestSurvivorAge_s(report, subject.now)).toBe(5 * 3600);
    expect(ruling(report)).toBe("review");
  });
  it("doesn't bring back what it goes along with", () => {
    const report = deletes(both, [copyOf("vol_b", 1)]);
    const [target, along] = report.resources;
    const resources = [target!, { ...along!, role: "cascade" as const }];
    const totals = deletes(["vol_a"], []).totals;
    expect(ruling({ ...report, resources, totals })).toBe("review");
    const recovery_points = [copyOf("vol_a", 1)];
    expect(ruling({ ...report, resources, totals, recovery_points })).toBe("allow");
  });
  it("says nothing of what isn't named or listed", () => {
    const report = deletes(
      both,
      both.map((one) => copyOf(one, 1)),
    );
    const [effect] = report.effects;
    const open = { ...report, effects: [...report.effects, { ...effect!, target: null }] };
    const { totals } = report;
    const more = { ...totals, resources: { ...totals.resources, value: 3 } };
    for (const one of [
      open,
      { ...report, totals: more },
      { ...report, totals: { ...totals, truncated: true } },
    ])
      expect(ruling(one)).toBe("review");
  });
  it("makes a rule that tightens apply", () => {
    const rule = { name: "no copy", when: "!recovery.survives", deny: "Back it up first." };
    const { demand } = ask([rule], { report: deletes(both, [copyOf("vol_a", 1)]) });
    expect(demand.ruling).toBe("deny");
  });
});

it.each([
  ["action", { action: "railway.volume.resize" }],
  ["resource", { resource: { type: "railway.volume", id: "vol_scratch" } }],
])("a false %s leads past no rule that is for the true one", (claim, lie) => {
  const rules = [
    {
      name: "deletes of pg-data",
      when: `action.like("*.delete") && resource.id == "vol_8f2c"`,
      require: { approvals: 2 },
    },
  ];
  const { report } = subjectOf();
  const claims = (verdict: "contradicted" | "unverifiable") =>
    report.claims.map((one) => (one.claim === claim ? { ...one, verdict } : one));
  const asked = (verdict: "contradicted" | "unverifiable") =>
    approvalsOf(ask(rules, { ...lie, report: { ...report, claims: claims(verdict) } }).demand);
  expect(asked("contradicted")).toBe(2);
  expect(asked("unverifiable")).toBe(1);
});

it("more groups than a quorum can be counted over let nothing through", () => {
  const rules = Array.from({ length: 8 }, (_, i) => ({
    name: `rule ${i}`,
    require: { groups: Object.fromEntries([0, 1, 2, 3].map((j) => [`g${i}-${j}`, 1])) },
  }));
  expect(ask(rules.slice(0, 2)).demand.quorum).toHaveLength(9);
  expect(() => ask(rules)).toThrow(UnusablePolicy);
});

it("an environment that evidence names beside the submission's counts like it", () => {
  const subject = subjectOf();
  const environments = { ...subject.report.environments, value: ["production"] };
  const asked = {
    environment: { slug: "staging", kind: "staging" as const },
    report: { ...subject.report, environments },
  };
  const rules = [
    { name: "prod", when: `environment.kind == "production"`, require: { approvals: 2 } },
  ];
  expect(approvalsOf(ask(rules, asked).demand)).toBe(2);
});
