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
>;

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
 * it is absent where a rule would loosen.
 */
export function factsOf(subject: PolicySubject, purpose: Purpose): PolicyFacts[] {
  const { report } = subject;
  const loosen = purpose === "loosen";
  const shared = {
    ...(loosen && !isBorneOut(report, "action") ? {} : { action: subject.action }),
    resource: loosen && !isBorneOut(report, "resource") ? {} : { ...subject.resource },
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
  return environmentsOf(subject, loosen).map((environment) => ({ ...shared, environment }));
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

/** The age of the newest recovery point that survives, in whole seconds; null: none is known to. */
export function newestSurvivorAge_s(report: PolicyReport, now: Date): number | null {
  const ages = report.recovery_points
    .filter(({ survives, assurance }) => survives === "yes" && assurance !== "claimed")
    .flatMap(({ taken_at }) => (taken_at ? [(now.getTime() - Date.parse(taken_at)) / 1000] : []))
    .filter((age) => age >= 0);
  return ages.length > 0 ? Math.floor(Math.min(...ages)) : null;
}

function recoveryOf(report: PolicyReport, now: Date): PolicyFacts["recovery"] {
  const age = newestSurvivorAge_s(report, now);
  const points = report.recovery_points.filter(({ assurance }) => assurance !== "claimed");
  const survives = points.some((point) => point.survives === "yes");
  const known = survives || (points.length > 0 && points.every((point) => point.survives === "no"));
  return { ...(known ? { survives } : {}), ...(age === null ? {} : { newest_age: BigInt(age) }) };
}
