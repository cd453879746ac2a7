import { REVERSIBILITIES } from "@/lib/core/impact";
import { unknownCount } from "../facts";
import {
  EVIDENCE_ARTIFACT,
  LISTED_MAX,
  quoted,
  type Declared,
  type Effect,
  type Findings,
  type ImpactedResource,
  type RecoveryPoint,
  type ScopeParam,
} from "../findings";
import type { RegisteredSchema } from "../graphql/compiled-schema";
import { schemaScopeNote } from "../graphql/scope-note";
import { TECHNIQUE } from "../technique";
import type { UnderstoodCall } from "./graphql-call";

export const rulesEvidence = (provider: { name: string }) => `rules-${provider.name}`;

export const EVIDENCE_SCHEMA = "graphql-schema";

const evidenceOf = ({ provider }: UnderstoodCall) =>
  provider ? [EVIDENCE_ARTIFACT, rulesEvidence(provider)] : [EVIDENCE_ARTIFACT];

const targetText = ({ target }: UnderstoodCall) =>
  target.known ? quoted(target.ids.slice(0, 3).join(", ")) : null;

export const effectsOf = (calls: readonly UnderstoodCall[]): Effect[] =>
  calls.flatMap((understood) =>
    understood.effects.map((kind) => ({
      kind,
      by: understood.label,
      target: targetText(understood),
      technique: TECHNIQUE[kind],
      assurance: understood.isByReturnType ? ("inventory" as const) : ("parsed" as const),
      evidence: understood.isByReturnType
        ? [EVIDENCE_ARTIFACT, EVIDENCE_SCHEMA]
        : evidenceOf(understood),
    })),
  );

/** What is hit directly, each once, and what the provider's rules say goes along. */
export function resourcesOf(
  calls: readonly UnderstoodCall[],
  declared: Declared,
): ImpactedResource[] {
  const found = new Map<string, ImpactedResource>();
  const common = (understood: UnderstoodCall) => ({
    provider: understood.provider?.name ?? null,
    records: unknownCount(declared.now),
    bytes: unknownCount(declared.now),
    protections: [],
    assurance: "parsed" as const,
    evidence: evidenceOf(understood),
  });
  for (const understood of calls) {
    const { label, rule, target, effects } = understood;
    const action = effects[0] ?? "unknown";
    // What else it may act on is registered nowhere, so that no inventory vouches for the call.
    const other = target.known && target.sure ? [] : [`(not named by ${label})`];
    for (const id of [...(target.known ? target.ids : []), ...other]) {
      const isDeclared = id === declared.resource.id;
      const type = rule?.resourceType ?? (isDeclared ? declared.resource.type : "unknown");
      found.set(`${type} ${id}`, {
        ...common(understood),
        id: quoted(id),
        type: quoted(type),
        name: isDeclared && declared.resource.name ? quoted(declared.resource.name) : null,
        role: "target",
        stateful: rule ? rule.stateful : null,
        action,
        depth: 0,
        via: null,
      });
      for (const taken of rule?.takes ?? [])
        found.set(`${taken.type} ${id}/*`, {
          ...common(understood),
          id: `${quoted(id)}/*`,
          type: taken.type,
          name: taken.name,
          role: taken.role,
          stateful: taken.stateful,
          action: taken.role === "recovery_point" ? "recovery_removal" : action,
          depth: 1,
          via: taken.via,
        });
    }
  }
  return [...found.values()];
}

export function recoveryPointsOf(calls: readonly UnderstoodCall[]): RecoveryPoint[] {
  const found = new Map<string, RecoveryPoint>();
  for (const understood of calls)
    for (const { name, survives, why } of understood.rule?.recoveryPoints ?? [])
      found.set(name, {
        name,
        taken_at: null,
        survives,
        why,
        last_tested_restore: null,
        failure_domain: null,
        deletable_by: null,
        assurance: "parsed",
        evidence: evidenceOf(understood),
      });
  return [...found.values()];
}

/** The worst of all calls: what is undone is only what all of them leave undoable. */
export function reversibilityOf(calls: readonly UnderstoodCall[]): Findings["reversibility"] {
  const each = calls.map(({ label, rule }) => ({
    until: null,
    ...(rule?.reversibility ?? {
      value: "unknown" as const,
      because: `Nothing is known of how ${label} could be undone.`,
      disputed: false,
    }),
  }));
  const rank = (one: (typeof each)[number]) => REVERSIBILITIES.indexOf(one.value);
  return each.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** For each call, what it is given, and whether any of that limits it to an environment. */
export const scopeParamsOf = (
  calls: readonly UnderstoodCall[],
  schema: RegisteredSchema | null,
): ScopeParam[] =>
  calls.slice(0, LISTED_MAX).map((understood) => {
    const { call, label, environment } = understood;
    return {
      call: call.alias ? `${label}, labelled ${quoted(call.alias)}` : label,
      arguments: call.arguments.slice(0, LISTED_MAX).map((argument) => ({
        name: quoted(argument.name),
        value:
          argument.value === null
            ? `$${quoted(argument.variable ?? "")}, without a value`
            : quoted(argument.value),
      })),
      environment_argument: environment ? quoted(environment.name) : null,
      note: [scopeNote(understood, schema), deprecationNote(understood)].filter(Boolean).join(" "),
    };
  });

function scopeNote(
  { call, rule, environment, schema: field }: UnderstoodCall,
  schema: RegisteredSchema | null,
): string {
  if (environment) return `${quoted(environment.name)} limits it to one environment.`;
  if (field && schema) return schemaScopeNote(call.name, field, schema.compiled);
  return rule?.environment === null
    ? `${call.name} has no argument for an environment: nothing in the request limits it to one.`
    : `It carries no argument that names an environment: nothing in the request limits it to one.`;
}

const deprecationNote = ({ schema }: UnderstoodCall): string =>
  schema?.deprecated === undefined
    ? ""
    : `The schema calls it deprecated: ${quoted(schema.deprecated)}`;
