import { EVIDENCE_ARTIFACT, quoted, type ClaimVerdict, type Declared } from "../findings";
import { effectsByName } from "../mutation-name";
import type { JsonObject } from "./json-text";
import { type Impact, touches, type PlannedChange, type ReadPlan } from "./plan";
import { ID_MEMBERS } from "./recovery-types";
import { isHidden } from "./settings";

type Judged = Pick<ClaimVerdict, "verdict" | "because">;

/** A whole plan is declared by one of these, not by a resource of a provider. */
const WHOLE =
  /(^|[._/-])(terraform|tofu|opentofu|pulumi|plan|workspace|stack|state|infrastructure)($|[._/-])/i;

/**
 * The plan must do what was declared, to what was declared, and nothing else: an approval reads the
 * declaration, the tool applies the plan.
 */
export function verdictsOnDeclaration(
  declared: Declared,
  plan: ReadPlan,
  impacts: readonly Impact[],
): ClaimVerdict[] {
  const changes = plan.changes.filter(touches);
  const verdicts = [
    { claim: "resource", said: declared.resource.id, ...judgeResource(declared, plan, changes) },
    { claim: "action", said: declared.action, ...judgeAction(declared, changes, impacts, plan) },
    ...judgeParams(declared, plan),
  ];
  return verdicts.map((one) => ({
    ...one,
    said: quoted(one.said),
    assurance: "artifact",
    evidence: [EVIDENCE_ARTIFACT],
  }));
}

function judgeResource(
  { resource }: Declared,
  plan: ReadPlan,
  changes: readonly PlannedChange[],
): Judged {
  if (changes.length === 0 && plan.runs.length === 0)
    return { verdict: "contradicted", because: "The plan changes nothing." };
  const { id, type } = resource;
  const isNamed = named(id, type);
  const others = changes.filter((change) => !isNamed(change));
  if (others.length === 0 && plan.runs.length === 0)
    return {
      verdict: "supported",
      because: `Every change in the plan is to ${quoted(id)}.`,
    };
  const other = listed(others.length > 0 ? others.map(({ address }) => address) : plan.runs);
  if (others.length < changes.length)
    return { verdict: "contradicted", because: `The plan also changes ${other}.` };
  if (!WHOLE.test(type))
    return {
      verdict: "contradicted",
      because: `The plan changes ${other}, not the declared ${quoted(id)}.`,
    };
  return judgeStack(id, plan);
}

function judgeStack(id: string, { stack, tool }: ReadPlan): Judged {
  if (stack === null)
    return {
      verdict: "unverifiable",
      because: `A ${tool} plan doesn't say which workspace it is of.`,
    };
  const own = [stack.name, `${stack.project}/${stack.name}`];
  const is = own.includes(id) || own.some((name) => id.endsWith(`/${name}`));
  return {
    verdict: is ? "supported" : "contradicted",
    because: `The preview is of the stack ${quoted(own[1] ?? "")}.`,
  };
}

/** By its address, that of a module around it, or an id that its provider gave it; its type has to fit too. */
function named(id: string, type: string): (change: PlannedChange) => boolean {
  const [instance, inside] = [`${id}[`, id.startsWith("module.") ? `${id}.` : null];
  const isShown = !isHidden(id);
  return (change) => {
    const { address } = change;
    if (address === id || address.startsWith(instance)) return true;
    if (inside !== null && address.startsWith(inside)) return true;
    const hasId = isShown && (holds(change.before, id) || holds(change.after, id));
    return hasId && [change.type, change.ownType].some((own) => isAlike(plain(own), plain(type)));
  };
}

const holds = (values: JsonObject | null, id: string): boolean =>
  values !== null && ID_MEMBERS.some((name) => values[name] === id);

const isAlike = (one: string, other: string) => one.endsWith(other) || other.endsWith(one);

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

const listed = (names: readonly string[]): string => {
  const first = names.slice(0, 2).map(quoted).join(", ");
  return names.length > 2 ? `${first} and ${names.length - 2} more` : first;
};

/** To apply a plan is whatever the plan says; any other verb has to name what it does. */
const APPLIES = /(^|[._-])(apply|up|deploy|execute|run)($|[._-])/;

function judgeAction(
  { action }: Declared,
  changes: readonly PlannedChange[],
  impacts: readonly Impact[],
  plan: ReadPlan,
): Judged {
  if (changes.length === 0 && plan.runs.length === 0)
    return { verdict: "contradicted", because: "The plan changes nothing." };
  const admitted = effectsByName(action);
  if (admitted.length === 0)
    return APPLIES.test(action)
      ? { verdict: "supported", because: "It applies the plan, whatever that holds." }
      : {
          verdict: "unverifiable",
          because: `What ${quoted(action)} means for a plan isn't known.`,
        };
  const made = changes.find(({ kind }) => kind === "create");
  if (made && !admitted.includes("replace"))
    return { verdict: "contradicted", because: `The plan also creates ${quoted(made.address)}.` };
  const isAdmitted = (kind: string) =>
    kind === "create" ||
    admitted.some((one) => one === kind) ||
    (admitted.includes("delete") && (kind === "detach" || kind === "stop"));
  const hidden = impacts.find(({ effects }) => effects[0] && !isAdmitted(effects[0].kind));
  if (hidden)
    return {
      verdict: "contradicted",
      because: `The plan's effect on ${quoted(hidden.change.address)} (${hidden.effects[0]?.kind ?? ""}) isn't what the action names.`,
    };
  if (plan.runs.length > 0)
    return { verdict: "unverifiable", because: `What ${listed(plan.runs)} does isn't known.` };
  return impacts.length > 0
    ? { verdict: "supported", because: "The plan does only that." }
    : { verdict: "contradicted", because: "The plan does nothing of the kind." };
}

/** Parameters that name what a plan is limited to. */
const TARGETS = ["target", "targets", "address", "addresses", "replace"];

function judgeParams({ params }: Declared, { changes }: ReadPlan) {
  const addresses = changes.filter(touches).map(({ address }) => address);
  for (const name of TARGETS) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    const said = (Array.isArray(value) ? value : [value])
      .filter((one) => typeof one === "string")
      .slice(0, 100);
    if (said.length === 0) continue;
    const outside = addresses.find(
      (address) =>
        !said.some(
          (one) =>
            address === one || address.startsWith(`${one}.`) || address.startsWith(`${one}[`),
        ),
    );
    if (outside !== undefined)
      return [
        {
          claim: "params",
          said: `${name}: ${said.join(", ")}`,
          verdict: "contradicted" as const,
          because: `The plan also changes ${quoted(outside)}.`,
        },
      ];
  }
  return [];
}
