import { quoted, type Declared, type Unknown } from "../findings";
import { isObject, type JsonObject } from "./json-text";
import type { Impact, ReadPlan } from "./plan";
import type { LostStore } from "./recovery";
import { recoveryType } from "./recovery-types";
import { isHidden } from "./settings";
import { isContainer, statefulType } from "./stateful-types";

/** A plan this old describes what was there then. */
const OLD_MS = 24 * 60 * 60 * 1000;
/** Types and stores that get a question of their own. */
const ASKED_MAX = 10;

/** Everything that the plan leaves open, each once. */
export function openQuestions(
  declared: Declared,
  plan: ReadPlan,
  impacts: readonly Impact[],
  lost: readonly LostStore[],
): Unknown[] {
  if (impacts.length === 0 && plan.runs.length === 0 && plan.complete) return [];
  return [
    ...ofTypes(impacts),
    ...ofStores(lost),
    ...ofContainers(impacts),
    ...ofActions(impacts, plan),
    ...ofThePlan(declared, plan),
    ofTheEnvironment(declared, plan, impacts),
  ];
}

function ofTypes(impacts: readonly Impact[]): Unknown[] {
  const strange = new Set(
    impacts.flatMap(({ change }) =>
      change.kind !== "create" &&
      statefulType(change.type) === null &&
      recoveryType(change.type) === null
        ? [change.ownType]
        : [],
    ),
  );
  return [...strange].slice(0, ASKED_MAX).map((type) => ({
    what: `Does ${quoted(type)} hold data?`,
    why: "Countersign doesn't know this type of resource, so it counts as one that may.",
    resolve: "Look the type up in its provider's documentation.",
  }));
}

function ofStores(lost: readonly LostStore[]): Unknown[] {
  const open = lost.filter(
    ({ change, survives }) => statefulType(change.type) === true && survives !== "yes",
  );
  if (open.length === 0) return [];
  const names = open.slice(0, 3).map(({ change }) => quoted(change.address));
  return [
    {
      topic: "recovery",
      what: `Is there a copy of ${names.join(", ")}${open.length > 3 ? ` and ${open.length - 3} more` : ""} outside of this plan?`,
      why: "The plan shows none that survives; what else keeps copies isn't in it.",
      resolve:
        "Look for backups in another account or with another tool, and when one was last restored.",
    },
    {
      topic: "records",
      what: "How much data do they hold?",
      why: "A plan holds settings, not the data in a store.",
      resolve: "Ask the store itself, or its provider's metrics.",
    },
  ];
}

function ofContainers(impacts: readonly Impact[]): Unknown[] {
  return impacts
    .filter(
      ({ change }) =>
        (change.kind === "delete" || change.kind === "replace") && isContainer(change.type),
    )
    .slice(0, ASKED_MAX)
    .map(({ change }) => ({
      topic: "dependents",
      what: `What else lives in ${quoted(change.address)}?`,
      why: "It goes with everything in it, also with what was not made by this configuration.",
      resolve: "List what it holds at the provider.",
    }));
}

function ofActions(impacts: readonly Impact[], plan: ReadPlan): Unknown[] {
  const found: Unknown[] = plan.runs.slice(0, ASKED_MAX).map((name) => ({
    what: `What does ${quoted(name)} do?`,
    why: "It runs something that the plan doesn't hold.",
    resolve: "Read it in the configuration.",
  }));
  for (const { change, effects } of impacts) {
    if (found.length >= 2 * ASKED_MAX) break;
    if (effects.some(({ kind }) => kind === "unknown"))
      found.push({
        what: `What happens to ${quoted(change.address)}?`,
        why:
          change.kind === "unknown"
            ? "The plan names an action that Countersign doesn't know."
            : "Its type hands work to something of its own, which the plan doesn't hold.",
        resolve:
          "Read it in the configuration, and look the type up in its provider's documentation.",
      });
  }
  return found;
}

function ofThePlan({ now }: Declared, plan: ReadPlan): Unknown[] {
  const found: Unknown[] = [];
  if (!plan.complete || plan.deferred > 0)
    found.push({
      what: "What else is to change?",
      why:
        plan.deferred > 0
          ? `The plan puts off ${plan.deferred} changes to a later one.`
          : "The plan says of itself that it isn't complete.",
      resolve: "Ask for the plan that follows, too.",
    });
  if (plan.drifted.length > 0)
    found.push({
      what: "What else was changed by hand?",
      why: `${plan.drifted.length} resources are no longer as ${plan.tool} left them: ${plan.drifted.slice(0, 3).map(quoted).join(", ")}.`,
      resolve: "Look at what changed outside of the configuration, and why.",
    });
  if (plan.madeAt !== null && now.getTime() - plan.madeAt.getTime() > OLD_MS)
    found.push({
      what: "Is the plan still true?",
      why: `It was made at ${plan.madeAt.toISOString()}.`,
      resolve: "Ask for a fresh plan.",
    });
  return found;
}

const HINTS = ["environment", "env", "stage", "tier"];
const IN_NAMES =
  /(?:^|[^a-z])(prod|production|prd|live|staging|stage|stg|dev|development|test|qa|sandbox)(?:$|[^a-z])/;

/** Labels and names hint at an environment; anybody may have written them, so they prove none. */
function ofTheEnvironment(
  { environment }: Declared,
  { stack, tool }: ReadPlan,
  impacts: readonly Impact[],
): Unknown {
  const hints = new Map<string, number>();
  for (const { change } of impacts)
    for (const hint of new Set(hintsOf(change.address, change.before ?? change.after)))
      if (hints.size < 100) hints.set(hint, (hints.get(hint) ?? 0) + 1);
  const said = [...hints]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([hint, count]) => `${hint} (${count})`);
  const of =
    stack === null
      ? `A ${tool} plan carries no environment.`
      : `The preview is of the stack ${quoted(stack.name)}.`;
  return {
    topic: "environment",
    what: `Do these resources belong to ${environment.slug}?`,
    why:
      said.length > 0
        ? `${of} Labels and names hint at ${said.join(", ")}; a hint is no proof.`
        : of,
    resolve: "Look them up at the provider, or register them in the inventory.",
  };
}

function hintsOf(address: string, values: JsonObject | null): string[] {
  const found: string[] = [];
  for (const labels of [values?.["tags"], values?.["tags_all"], values?.["labels"]])
    if (isObject(labels))
      for (const name of Object.keys(labels)) {
        const value = labels[name];
        if (HINTS.includes(name.toLowerCase()) && typeof value === "string" && !isHidden(value))
          found.push(quoted(value.slice(0, 40).toLowerCase()));
      }
  const names = [address, values?.["name"], values?.["identifier"]].filter(
    (name) => typeof name === "string",
  );
  const name = IN_NAMES.exec(names.join(" ").slice(0, 500).toLowerCase())?.[1];
  if (name) found.push(name);
  return found;
}
