import { countFact, unknownCount } from "./facts";
import { worstUndo } from "./worst-undo";
import type { ClaimVerdict, Declared, Figures, Findings, Unknown } from "./findings";

const VERDICT_ORDER = ["contradicted", "unverifiable", "supported"];

/**
 * One set of findings from several, each about a part of the artifact: everything that any of them
 * found, the worst of what they say of the whole, and counts only where all of them counted.
 */
export function combine(declared: Declared, parts: readonly [Findings, ...Findings[]]): Findings {
  const [first, ...others] = parts;
  if (others.length === 0) return first;
  const each: [Findings, ...Findings[]] = [
    first,
    ...others.map((part, i) => withEvidenceOf(part, `part-${i + 2}`)),
  ];
  const all = <T>(of: (part: Findings) => readonly T[]): T[] => each.flatMap(of);
  return {
    analyzer: first.analyzer,
    // A part that nobody understood is an unknown effect of a whole that was read.
    status: each.some(({ status }) => status === "read") ? "read" : first.status,
    headline: headlineOf(each),
    effects: all((part) => part.effects),
    scopeParams: all((part) => part.scopeParams),
    resources: [
      ...new Map(
        all((part) => part.resources).map((r) => [`${r.role} ${r.type} ${r.id}`, r]),
      ).values(),
    ],
    recoveryPoints: all((part) => part.recoveryPoints),
    reversibility: worstReversibility(each),
    targets: sumOfTargets(each),
    figures: sumOfFigures(declared, each),
    outcome: each.find(({ outcome }) => outcome.value === "will_fail")?.outcome ?? {
      value: each.every(({ outcome }) => outcome.value === "will_apply") ? "will_apply" : "unknown",
      because: null,
    },
    // What a collector counts is one statement in the database that is registered, not a part.
    sql: null,
    environments: unionOfEnvironments(each),
    environmentKinds: all((part) => part.environmentKinds),
    verdicts: worstVerdicts(
      (each.some(acts) ? each.filter(acts) : each).flatMap((part) => part.verdicts),
    ),
    unknowns: [...new Map(all<Unknown>((part) => part.unknowns).map((u) => [u.what, u])).values()],
    evidence: all((part) => part.evidence),
  };
}

function headlineOf(parts: readonly [Findings, ...Findings[]]): string {
  const acting = parts.filter(acts).map(({ headline }) => headline);
  return acting.length === 0 ? parts[0].headline : [...new Set(acting)].join(" ");
}

const acts = ({ effects }: Findings) => effects.length > 0;

/** Undone is only what every part leaves undoable; a part that does nothing needs no undoing. */
function worstReversibility(parts: readonly Findings[]): Findings["reversibility"] {
  const each = parts.filter(acts).map(
    ({ reversibility }) =>
      reversibility ?? {
        value: "unknown" as const,
        until: null,
        because: "Nothing shows whether all of it can be undone.",
        disputed: false,
      },
  );
  return worstUndo(each);
}

/** Parts may hit the same thing, so that their sum is at least as good as exact only for one part. */
function sumOfTargets(parts: readonly Findings[]): Findings["targets"] {
  const acting = parts.filter(acts).map(({ targets }) => targets);
  const [only] = acting;
  if (only && acting.length === 1) return only;
  let count = 0;
  for (const target of acting) {
    if (target.count === null) return { count: null, bound: "unknown" };
    count += target.count;
  }
  return { count, bound: acting.length === 0 ? "exact" : "estimate" };
}

function sumOfFigures({ now }: Declared, parts: readonly Findings[]): Figures {
  const acting = parts.filter(acts);
  const sum = (of: keyof Figures) => {
    const [one, ...rest] = acting.map(({ figures }) => figures[of]);
    if (!one) return unknownCount(now);
    if (rest.length === 0) return one;
    let total = 0;
    for (const { value } of [one, ...rest]) {
      if (value === null) return unknownCount(now);
      total += value;
    }
    const same = rest.every(({ bound }) => bound === one.bound);
    return countFact(total, same ? one.bound : "estimate", {
      assurance: one.assurance,
      evidence: acting.flatMap(({ figures }) => figures[of].evidence),
      at: now,
    });
  };
  return {
    records_deleted: sum("records_deleted"),
    records_modified: sum("records_modified"),
    bytes: sum("bytes"),
  };
}

/** Null as soon as one part says nothing of where it acts. */
function unionOfEnvironments(parts: readonly Findings[]): Findings["environments"] {
  const facts = parts.filter(acts).map(({ environments }) => environments);
  const [first] = facts;
  if (!first || !facts.every((fact) => fact?.value)) return null;
  const exact = facts.every((fact) => fact?.bound === "exact");
  return {
    ...first,
    value: [...new Set(facts.flatMap((fact) => fact?.value ?? []))],
    bound: exact ? "exact" : "at_least",
    evidence: facts.flatMap((fact) => fact?.evidence ?? []),
  };
}

/** One verdict on each claim: what one part contradicts, no other can support. */
function worstVerdicts(verdicts: readonly ClaimVerdict[]): ClaimVerdict[] {
  const order = ({ verdict }: ClaimVerdict) => VERDICT_ORDER.indexOf(verdict);
  const worst = new Map<string, ClaimVerdict>();
  for (const verdict of verdicts) {
    const known = worst.get(verdict.claim);
    if (!known || order(verdict) < order(known)) worst.set(verdict.claim, verdict);
  }
  return [...worst.values()];
}

/** Each analyzer names its evidence alike; together the names must differ. */
function withEvidenceOf(part: Findings, prefix: string): Findings {
  const own = new Set(part.evidence.map(({ id }) => id));
  const rename = (id: string) => (own.has(id) ? `${prefix}-${id}` : id);
  const renamed = <T extends { readonly evidence: readonly string[] }>(one: T) => ({
    ...one,
    evidence: one.evidence.map((id) => rename(id)),
  });
  return {
    ...part,
    effects: part.effects.map((one) => renamed(one)),
    resources: part.resources.map((one) => ({
      ...renamed(one),
      records: renamed(one.records),
      bytes: renamed(one.bytes),
    })),
    recoveryPoints: part.recoveryPoints.map((one) => renamed(one)),
    verdicts: part.verdicts.map((one) => renamed(one)),
    figures: {
      records_deleted: renamed(part.figures.records_deleted),
      records_modified: renamed(part.figures.records_modified),
      bytes: renamed(part.figures.bytes),
    },
    environments: part.environments && renamed(part.environments),
    evidence: part.evidence.map((one) => ({ ...one, id: rename(one.id) })),
  };
}
