import type { BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import { EFFECT_KINDS, type EffectKind } from "@/lib/core/impact";
import type { EnvironmentKind, Risk } from "@/lib/core/operation";

/** The parts of a report that facts are made of, so that a backtest reads no others. */
export type PolicyReport = Pick<
  BlastRadius,
  | "status"
  | "effects"
  | "environments"
  | "totals"
  | "reversibility"
  | "recovery_points"
  | "claims"
  | "unknowns"
  | "risk"
> & {
  readonly resources: readonly Pick<
    BlastRadius["resources"][number],
    "role" | "stateful" | "evidence"
  >[];
};
type RecoveryPoint = PolicyReport["recovery_points"][number];

/** What a policy is asked about. Neither the agent's reason nor its claims are in it. */
export interface PolicySubject {
  readonly environment: { readonly slug: string; readonly kind: EnvironmentKind };
  /** Kinds of the registered environments, by slug: evidence may name others than the submission. */
  readonly kinds: ReadonlyMap<string, EnvironmentKind>;
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly agent: { readonly id: string; readonly name: string };
  readonly report: PolicyReport;
  readonly now: Date;
}

/** As a condition reads it; an absent member isn't known. */
export interface PolicyFacts extends Record<string, unknown> {
  readonly environment: Partial<Record<"slug" | "kind", string>>;
  readonly action?: string;
  readonly resource: Partial<Record<"type" | "id", string>>;
  readonly agent: { readonly id: string; readonly name: string };
  readonly effects: Partial<Record<EffectKind, boolean>>;
  readonly totals: Partial<
    Record<"resources" | "records_deleted" | "records_modified" | "bytes", bigint>
  >;
  readonly reversible?: boolean;
  readonly recovery: { readonly survives?: boolean; readonly newest_age?: bigint };
  readonly risk: Risk;
  readonly contradictions: bigint;
  readonly unknowns: bigint;
  readonly now: Date;
}

/** Whether a condition tightens what is demanded, or loosens it. */
export type Purpose = "tighten" | "loosen";

/**
 * The facts, once for each environment that may be hit: a rule that tightens applies where it holds in
 * one of them, a rule that loosens where it holds in all. What only the submission says may tighten;
 * it is absent where a rule would loosen, and what evidence contradicts is also asked about as not known.
 */
export function factsOf(subject: PolicySubject, purpose: Purpose): PolicyFacts[] {
  const { report } = subject;
  const loosen = purpose === "loosen";
  const shared = {
    agent: subject.agent,
    effects: effectsOf(report),
    totals: totalsOf(report),
    ...reversibleOf(report),
    recovery: recoveryOf(report, subject.now),
    risk: report.risk.level,
    contradictions: BigInt(contradictionsOf(report)),
    unknowns: BigInt(report.unknowns.length),
    now: subject.now,
  };
  return environmentsOf(subject, loosen).flatMap((environment) =>
    declarationsOf(subject, loosen).map((declared) => ({ ...shared, ...declared, environment })),
  );
}

/** A false name must not lead past the rule that is for the true one, which evidence doesn't say. */
function declarationsOf(
  { action, resource, report }: PolicySubject,
  loosen: boolean,
): Pick<PolicyFacts, "action" | "resource">[] {
  const borneOut = {
    ...(isBorneOut(report, "action") ? { action } : {}),
    resource: isBorneOut(report, "resource") ? { ...resource } : {},
  };
  if (loosen) return [borneOut];
  const said = { action, resource: { ...resource } };
  const lies = report.claims.some(
    ({ claim, verdict }) =>
      (claim === "action" || claim === "resource") && verdict === "contradicted",
  );
  return lies ? [said, borneOut] : [said];
}

/** The artifact does what the submission says of it. */
const isBorneOut = (report: PolicyReport, claim: string) => {
  const verdicts = report.claims.filter((one) => one.claim === claim);
  return verdicts.length > 0 && verdicts.every(({ verdict }) => verdict === "supported");
};

export const contradictionsOf = (report: PolicyReport): number =>
  report.claims.filter(({ verdict }) => verdict === "contradicted").length;

function environmentsOf(
  { environment, kinds, report }: PolicySubject,
  loosen: boolean,
): PolicyFacts["environment"][] {
  const { value, assurance, bound } = report.environments;
  const evident = assurance === "claimed" ? [] : (value ?? []);
  const known = (slug: string) => {
    const kind = kinds.get(slug);
    return kind ? { slug, kind } : { slug };
  };
  if (!loosen)
    return [
      environment,
      ...evident.filter((slug) => slug !== environment.slug).map((slug) => known(slug)),
    ];
  return evident.length > 0 && bound === "exact" ? evident.map((slug) => known(slug)) : [{}];
}

/** What isn't understood may do anything that isn't seen. */
function effectsOf({ effects, status, totals }: PolicyReport): PolicyFacts["effects"] {
  const seen = new Set(effects.map(({ kind }) => kind));
  const understood = status !== "failed" && status !== "claimed_only";
  const closed = understood && !totals.truncated && !seen.has("unknown");
  return Object.fromEntries(
    EFFECT_KINDS.filter((kind) => seen.has(kind) || closed).map((kind) => [kind, seen.has(kind)]),
  );
}

function totalsOf({ totals }: PolicyReport): PolicyFacts["totals"] {
  const exact = (name: keyof PolicyFacts["totals"]) => {
    const fact: CountFact = totals[name];
    const known = fact.value !== null && fact.bound === "exact" && fact.assurance !== "claimed";
    return known ? [[name, BigInt(fact.value ?? 0)]] : [];
  };
  return Object.fromEntries(
    (["resources", "records_deleted", "records_modified", "bytes"] as const).flatMap(exact),
  );
}

function reversibleOf({ reversibility }: PolicyReport): Pick<PolicyFacts, "reversible"> {
  if (reversibility.value === "unknown") return {};
  return { reversible: reversibility.value !== "irreversible" };
}

/**
 * The copies of each thing that is hit directly and may hold data: one of several brings back only its
 * own, and one of what goes along only that. Null: not all that is hit is named.
 */
function copiesOf(report: PolicyReport): RecoveryPoint[][] | null {
  const { resources, effects, totals } = report;
  const points = report.recovery_points.filter(({ assurance }) => assurance !== "claimed");
  const targets = resources.filter(({ role }) => role === "target");
  if (totals.truncated || effects.some(({ target }) => target === null)) return null;
  if (targets.length === 0) return [points];
  if ((totals.resources.value ?? 0) > targets.length) return null;
  const data = targets.filter(({ stateful }) => stateful !== false);
  const isOnly = targets.length === 1;
  return (data.length > 0 ? data : targets).map((target) =>
    points.filter((point) => isCopyOf(point, target, isOnly)),
  );
}

/** By the inventory's entry; that both are in the artifact says nothing where it holds several things. */
const isCopyOf = (
  { assurance, evidence }: RecoveryPoint,
  target: PolicyReport["resources"][number],
  isOnly: boolean,
): boolean =>
  assurance === "inventory" ? evidence.some((id) => target.evidence.includes(id)) : isOnly;

const survives = (point: RecoveryPoint) => point.survives === "yes";

/**
 * The age of the newest recovery point that survives, in whole seconds: of several things that are hit,
 * of the one whose newest is oldest. Null: there is one of which none is known to.
 */
export function newestSurvivorAge_s(report: PolicyReport, now: Date): number | null {
  const newest = (copiesOf(report) ?? [[]]).map((copies) =>
    Math.min(
      ...copies
        .filter(survives)
        .flatMap(({ taken_at }) => (taken_at ? [now.getTime() - Date.parse(taken_at)] : []))
        .filter((age_ms) => age_ms >= 0),
    ),
  );
  const oldest_ms = Math.max(...newest);
  return Number.isFinite(oldest_ms) ? Math.floor(oldest_ms / 1000) : null;
}

function recoveryOf(report: PolicyReport, now: Date): PolicyFacts["recovery"] {
  const age = newestSurvivorAge_s(report, now);
  const copies = copiesOf(report) ?? [[]];
  const all = copies.every((points) => points.some(survives));
  const lost = copies.some(
    (points) => points.length > 0 && points.every((point) => point.survives === "no"),
  );
  return {
    ...(all || lost ? { survives: all } : {}),
    ...(age === null ? {} : { newest_age: BigInt(age) }),
  };
}
