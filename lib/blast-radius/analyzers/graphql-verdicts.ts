import type { EffectKind } from "@/lib/core/impact";
import { EVIDENCE_ARTIFACT, quoted, type ClaimVerdict, type Declared } from "../findings";
import { effectsByName } from "../mutation-name";
import type { UnderstoodCall } from "./graphql-call";
import type { ReadDocument } from "./graphql-document";

type Judged = Pick<ClaimVerdict, "verdict" | "because">;

/**
 * The request must do what was declared, to what was declared, and nothing else: an approval reads the
 * declaration, the provider reads the request.
 */
export function verdictsOnDeclaration(
  declared: Declared,
  document: ReadDocument,
  calls: readonly UnderstoodCall[],
): ClaimVerdict[] {
  const verdicts = [
    {
      claim: "resource",
      said: declared.resource.id,
      ...judgeResource(declared, calls),
    },
    {
      claim: "action",
      said: declared.action,
      ...judgeAction(declared, document, calls),
    },
  ];
  const params = judgeParams(declared, calls);
  if (params) verdicts.push({ claim: "params", said: params.name, ...params.judged });
  return verdicts.map((one) => ({
    ...one,
    said: quoted(one.said),
    assurance: "parsed",
    evidence: [EVIDENCE_ARTIFACT],
  }));
}

function judgeResource(declared: Declared, calls: readonly UnderstoodCall[]): Judged {
  const { id, type } = declared.resource;
  let unsure: string | null = null;
  for (const { label: name, rule, target } of calls) {
    if (!target.known) {
      unsure ??= target.why;
      continue;
    }
    const other = target.ids.find((found) => found !== id);
    if (other !== undefined)
      return {
        verdict: "contradicted",
        because: target.ids.includes(id)
          ? `${name} also acts on ${quoted(other)}.`
          : `${name} acts on ${quoted(other)}, not on the declared ${quoted(id)}.`,
      };
    if (rule && !plain(type).includes(plain(rule.noun)))
      return {
        verdict: "contradicted",
        because: `${name} acts on a ${rule.noun}; the declared resource is a ${quoted(type)}.`,
      };
    if (!target.sure)
      unsure ??= `${name} is given more than one value that could name what it acts on.`;
  }
  if (calls.length === 0)
    return {
      verdict: "contradicted",
      because: "The request changes nothing that could be found.",
    };
  return unsure === null
    ? {
        verdict: "supported",
        because: `The request acts on ${quoted(id)} and on nothing else that it names.`,
      }
    : { verdict: "unverifiable", because: unsure };
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

function judgeAction(
  declared: Declared,
  document: ReadDocument,
  calls: readonly UnderstoodCall[],
): Judged {
  if (calls.length === 0)
    return {
      verdict: "contradicted",
      because: `The request only reads (${document.operations.query === 1 ? "a query" : "queries"}).`,
    };
  const admitted = effectsByName(declared.action);
  const hidden = calls.find(({ effects }) => {
    const main = effects[0] ?? "unknown";
    return main !== "unknown" && !admitted.includes(main) && !isLess(main, admitted);
  });
  if (hidden) {
    return {
      verdict: "contradicted",
      because: `The request calls ${hidden.label}, whose effect (${hidden.effects[0]}) the action doesn't name.`,
    };
  }
  const strange = calls.find(({ effects }) => effects.includes("unknown"));
  if (strange)
    return {
      verdict: "unverifiable",
      because: `What ${strange.label} does isn't known.`,
    };
  return {
    verdict: "supported",
    because: `The request calls ${calls
      .slice(0, 3)
      .map(({ label }) => label)
      .join(", ")}.`,
  };
}

/** An action that says "delete" says enough for what only empties or stops. */
const isLess = (effect: EffectKind, admitted: readonly EffectKind[]) =>
  admitted.includes("delete") && effect !== "recovery_removal" && effect !== "permission_change";

/** A parameter and an argument of the same name must hold the same. */
function judgeParams(
  declared: Declared,
  calls: readonly UnderstoodCall[],
): { name: string; judged: Judged } | null {
  for (const { call, label } of calls)
    for (const argument of call.arguments) {
      if (argument.variable !== null || argument.value === null) continue;
      const name = argument.name;
      if (!Object.hasOwn(declared.params, name)) continue;
      const param = declared.params[name];
      if (typeof param === "object") continue;
      const said = String(param as string | number | boolean);
      if (said === argument.value) continue;
      return {
        name: `${name}: ${said}`,
        judged: {
          verdict: "contradicted",
          because: `The request gives ${label} another ${quoted(name)}: ${quoted(argument.value)}.`,
        },
      };
    }
  return null;
}
