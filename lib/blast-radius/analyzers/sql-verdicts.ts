import type { EffectKind } from "@/lib/core/impact";
import { EVIDENCE_ARTIFACT, quoted, type ClaimVerdict, type Declared } from "../findings";
import { effectsByName } from "../mutation-name";
import type { Comparison, SqlAct, SqlTarget } from "../sql/act";

type Judged = Pick<ClaimVerdict, "verdict" | "because">;

/**
 * The SQL must do what was declared, to what was declared, and nothing else: an approval reads the
 * declaration, the database reads the SQL.
 */
export function verdictsOnSql(
  declared: Declared,
  dialect: string,
  acts: readonly SqlAct[],
  comparisons: readonly Comparison[],
): ClaimVerdict[] {
  const verdicts = [
    { claim: "resource", said: declared.resource.id, ...judgeResource(declared, acts) },
    { claim: "action", said: declared.action, ...judgeAction(declared.action, acts) },
  ];
  const params = judgeParams(declared, acts, comparisons);
  if (params) verdicts.push({ claim: "params", said: params.said, ...params.judged });
  return verdicts.map((one) => ({
    ...one,
    said: quoted(one.said),
    assurance: "parsed",
    evidence: [EVIDENCE_ARTIFACT],
  }));
}

const NOTHING: Judged = {
  verdict: "contradicted",
  because: "The SQL changes nothing that could be found.",
};

/** `same`: surely; `maybe`: as far as names without a schema, or in other capitals, can tell. */
type Match = "same" | "maybe" | "other";

function matchOf({ resource }: Declared, target: SqlTarget): Match {
  const noun =
    resource.type
      .toLowerCase()
      .split(/[^a-z]+/)
      .at(-1) ?? "";
  if (WHOLE_DATABASES.includes(noun))
    return target.type.endsWith(".database") ? names(target.id, resource.id) : "maybe";
  if (noun === "schema" && !target.type.endsWith(".schema")) {
    const parts = target.id.split(".");
    return parts.length < 2 ? "maybe" : names(parts[0] ?? "", resource.id);
  }
  const isTable = noun.endsWith("table") || noun.endsWith("view") || noun === "relation";
  return names((isTable ? target.table : null) ?? target.id, resource.id);
}

const WHOLE_DATABASES = ["database", "db", "instance", "cluster", "server", "service"];

function names(found: string, declared: string): Match {
  if (found === declared) return "same";
  const plain = (name: string) => name.toLowerCase().replaceAll('"', "");
  const [a, b] = [plain(found), plain(declared)];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`) ? "maybe" : "other";
}

/** What these lead to isn't in the SQL; they aren't what it acts on. */
const IN_PASSING = /\.(function|operator|setting)$/;

function judgeResource(declared: Declared, acts: readonly SqlAct[]): Judged {
  if (acts.length === 0) return NOTHING;
  const id = quoted(declared.resource.id);
  const named = acts.filter(({ target }) => target && !IN_PASSING.test(target.type));
  const hit = named.flatMap(({ target }) =>
    target ? [{ target, match: matchOf(declared, target) }] : [],
  );
  const other = hit.find(({ match }) => match === "other");
  if (other) {
    const also = hit.some(({ match }) => match !== "other");
    return {
      verdict: "contradicted",
      because: `The SQL ${also ? "also " : ""}acts on ${quoted(other.target.id)}${also ? "" : `, not on the declared ${id}`}.`,
    };
  }
  const unnamed = acts.find((act) => !named.includes(act));
  if (unnamed)
    return {
      verdict: "unverifiable",
      because: `What it acts on isn't known: ${unnamed.by}`,
    };
  const unsure = hit.find(({ match }) => match === "maybe");
  if (unsure)
    return {
      verdict: "unverifiable",
      because: `The SQL names ${quoted(unsure.target.id)}, and doesn't show that this is the declared ${id}.`,
    };
  return {
    verdict: "supported",
    because: `The SQL acts on ${id} and on nothing else that it names.`,
  };
}

/** What words of an action admit to, beside those that any call's name would. */
const ADMITTED_BY_WORD: readonly (readonly [RegExp, readonly EffectKind[]])[] = [
  [/update|modify|change|edit|write|upsert|set|merge/, ["overwrite"]],
  [/alter|migrat/, ["overwrite", "detach", "stop"]],
  [/rename|move/, ["detach"]],
  [/grant|permission|access|role|polic/, ["permission_change"]],
  [/lock|vacuum|reindex|index|maint/, ["stop"]],
];

function judgeAction(action: string, acts: readonly SqlAct[]): Judged {
  if (acts.length === 0) return { ...NOTHING, because: "The SQL only reads." };
  const words = action.toLowerCase();
  const admitted = new Set(effectsByName(action));
  for (const [pattern, effects] of ADMITTED_BY_WORD)
    if (pattern.test(words)) for (const effect of effects) admitted.add(effect);
  const hidden = acts.find(
    ({ effect }) => effect !== "unknown" && !admitted.has(effect) && !isLess(effect, admitted),
  );
  if (hidden)
    return {
      verdict: "contradicted",
      because: `The action doesn't name an effect (${hidden.effect}) of the SQL: ${quoted(hidden.phrase)}.`,
    };
  const strange = acts.find(({ effect }) => effect === "unknown");
  if (strange)
    return {
      verdict: "unverifiable",
      because: `What all of it does isn't known: ${quoted(strange.phrase)}.`,
    };
  return { verdict: "supported", because: `The SQL does that: ${quoted(acts[0]?.phrase ?? "")}.` };
}

/** An action that says "delete" says enough for what only empties, changes or stops. */
const isLess = (effect: EffectKind, admitted: ReadonlySet<EffectKind>) =>
  admitted.has("delete") && effect !== "recovery_removal" && effect !== "permission_change";

/** A parameter must hold what the SQL holds: the table by that name, the column's value. */
function judgeParams(
  { params }: Declared,
  acts: readonly SqlAct[],
  comparisons: readonly Comparison[],
): { said: string; judged: Judged } | null {
  for (const [name, param] of Object.entries(params)) {
    if (typeof param === "object" || param === undefined) continue;
    const said = String(param as string | number | boolean);
    const found =
      name === "table"
        ? acts.flatMap(({ target }) => (target?.table ? [target.table] : []))
        : comparisons.filter(({ column }) => column === name).map(({ value }) => value);
    const other = found.find((value) =>
      name === "table" ? names(value, said) === "other" : value !== said,
    );
    if (other !== undefined)
      return {
        said: `${name}: ${said}`,
        judged: {
          verdict: "contradicted",
          because: `The SQL has another ${quoted(name)}: ${quoted(other)}.`,
        },
      };
  }
  return null;
}
