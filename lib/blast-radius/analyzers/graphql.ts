import { artifactSha256 } from "@/client/protocol/digest";
import type { EffectKind } from "@/lib/core/impact";
import { notMeasured } from "../facts";
import {
  EVIDENCE_ARTIFACT,
  quoted,
  type ClaimVerdict,
  type Declared,
  type Evidence,
  type Findings,
} from "../findings";
import type { RegisteredSchema } from "../graphql/compiled-schema";
import { refusalOf } from "../graphql/refusal";
import { understandCalls, type UnderstoodCall } from "./graphql-call";
import { readDocument, UnreadableDocument, type ReadDocument } from "./graphql-document";
import {
  effectsOf,
  EVIDENCE_SCHEMA,
  recoveryPointsOf,
  resourcesOf,
  reversibilityOf,
  rulesEvidence,
  scopeParamsOf,
} from "./graphql-impact";
import { unknownsOf } from "./graphql-unknowns";
import { verdictsOnDeclaration } from "./graphql-verdicts";
import { notUnderstood } from "./not-understood";

const ANALYZER = { name: "graphql", version: "1" } as const;

/** What a GraphQL document would do, from its own bytes and the provider's rules. */
export function analyzeGraphql(declared: Declared, content: string): Findings {
  let document: ReadDocument;
  try {
    document = readDocument(content, declared.params);
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    return notUnderstood(declared, {
      analyzer: ANALYZER,
      status: "failed",
      what: "What does the GraphQL document do?",
      why: error.message,
      resolve:
        "Deny, and ask the agent for a smaller document that a GraphQL parser accepts. The provider may read this one otherwise.",
    });
  }
  const calls = understandCalls(document, declared);
  const verdicts = verdictsOnDeclaration(declared, document, calls);
  const schema = declared.graphqlSchema ?? null;
  return {
    ...notMeasured(declared.now),
    analyzer: ANALYZER,
    status: "read",
    headline: headlineOf(calls, verdicts),
    effects: effectsOf(calls),
    scopeParams: scopeParamsOf(calls, schema),
    resources: resourcesOf(calls, declared),
    recoveryPoints: recoveryPointsOf(calls),
    reversibility: reversibilityOf(calls),
    targets: countTargets(document, calls),
    outcome: outcomeOf(document, schema),
    verdicts,
    unknowns: unknownsOf(declared, document, calls),
    evidence: evidenceOf(declared, content, calls),
  };
}

function countTargets(
  { operations }: ReadDocument,
  calls: readonly UnderstoodCall[],
): Findings["targets"] {
  const ids = new Set(
    calls.flatMap(({ target, rule, call }) =>
      target.known ? target.ids.map((id) => `${rule?.noun ?? call.name} ${id}`) : [],
    ),
  );
  if (operations.query + operations.mutation + operations.subscription > 1)
    return { count: ids.size, bound: "estimate" };
  const all = calls.every(
    ({ target, rule, call }) =>
      target.known && rule?.takes.length === 0 && !call.conditional && !call.argumentsCut,
  );
  return { count: ids.size, bound: all ? "exact" : "at_least" };
}

/** Servers hold the whole document against their schema before they run any of it. */
function outcomeOf(document: ReadDocument, schema: RegisteredSchema | null): Findings["outcome"] {
  const refusal = schema && refusalOf(document, schema.compiled);
  if (!schema || refusal === null) return { value: "unknown", because: null };
  const day = schema.registeredAt.toISOString().slice(0, 10);
  return {
    value: "will_fail",
    because: `By the schema that was registered on ${day}, the server refuses the request: ${refusal} The API may have changed since.`,
  };
}

const VERBS: Readonly<Record<EffectKind, string>> = {
  delete: "Deletes",
  replace: "Replaces",
  overwrite: "Overwrites",
  truncate: "Empties",
  detach: "Detaches",
  stop: "Stops",
  permission_change: "Changes access to",
  recovery_removal: "Removes",
  create: "Creates",
  unknown: "Does something unknown to",
};

/** One sentence from the facts; what contradicts the declaration comes first. */
function headlineOf(calls: readonly UnderstoodCall[], verdicts: readonly ClaimVerdict[]): string {
  if (calls.length === 0) return "Only reads: nothing that it would change was found.";
  const groups = new Map<string, { count: number; with: string[] }>();
  for (const { label, rule, effects, target } of calls) {
    const verb = VERBS[effects[0] ?? "unknown"];
    const key = rule ? `${verb}|${rule.noun}` : `${verb}|target of ${label}`;
    const group = groups.get(key) ?? {
      count: 0,
      with: rule?.takes.map(({ name }) => name) ?? [],
    };
    group.count += target.known ? target.ids.length : 1;
    groups.set(key, group);
  }
  const parts = [...groups].slice(0, 3).map(([key, group]) => {
    const [verb = "", noun = ""] = key.split("|");
    const things = `${group.count} ${noun}${group.count === 1 || noun.includes(" of ") ? "" : "s"}`;
    const along = group.with.map((name) => name.charAt(0).toLowerCase() + name.slice(1));
    return `${verb} ${things}${along.length > 0 ? ` and ${along.join(" and ")}` : ""}`;
  });
  if (groups.size > parts.length) parts.push(`${groups.size - parts.length} more effects`);
  const what = parts.map((part, i) => (i === 0 ? part : lowerFirst(part))).join(", ");
  const reversibility = reversibilityOf(calls)?.value;
  const undo =
    reversibility === "irreversible"
      ? "; nothing shows that it can be undone"
      : reversibility === "unknown"
        ? "; whether it can be undone isn't known"
        : "";
  const other = verdicts.find((v) => v.claim === "resource" && v.verdict === "contradicted");
  return `${other ? `${other.because} ` : ""}${what}${undo}.`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

function evidenceOf(
  declared: Declared,
  content: string,
  calls: readonly UnderstoodCall[],
): Evidence[] {
  const at = declared.now.toISOString();
  const providers = new Map(
    calls.flatMap(({ provider }) => (provider ? [[provider.name, provider] as const] : [])),
  );
  return [
    {
      id: EVIDENCE_ARTIFACT,
      source: "parsed",
      tool: "GraphQL parser over the exact bytes",
      query: quoted(calls.map(({ label }) => label).join(", ")) || null,
      at,
      digest: `sha-256:${artifactSha256(content)}`,
    },
    ...(declared.graphqlSchema
      ? [
          {
            id: EVIDENCE_SCHEMA,
            source: "inventory" as const,
            tool: "GraphQL schema, registered for the enforcement point",
            query: null,
            at: declared.graphqlSchema.registeredAt.toISOString(),
            digest: `sha-256:${declared.graphqlSchema.sha256}`,
          },
        ]
      : []),
    ...[...providers.values()].map((provider) => ({
      id: rulesEvidence(provider),
      source: "parsed" as const,
      tool: `Countersign's rules for ${provider.title}, version ${provider.version}`,
      query: null,
      at,
      digest: null,
    })),
  ];
}
