import type { EffectKind } from "@/lib/core/impact";
import type { Declared } from "../findings";

/** What is done with a manifest's objects. The manifest itself doesn't say. */
export type Verb = "delete" | "apply" | "replace" | "create";

const VERB_OF: Readonly<Record<string, Verb>> = {
  delete: "delete",
  destroy: "delete",
  remove: "delete",
  apply: "apply",
  patch: "apply",
  update: "apply",
  replace: "replace",
  recreate: "replace",
  create: "create",
};
/** Names of parameters that say it. */
const NAMED = ["verb", "operation", "command", "method"];

/** From the parameters, else from the action's last words; null: it isn't said, or not in one way. */
export function verbOf({ action, params }: Declared): Verb | null {
  const given = NAMED.flatMap((name) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return typeof value === "string" ? [value] : [];
  });
  const words = given.length > 0 ? given : action.split(/[^A-Za-z]+/);
  const verbs = new Set(
    words.flatMap((word) => {
      const known = word.toLowerCase();
      return Object.hasOwn(VERB_OF, known) ? [VERB_OF[known] as Verb] : [];
    }),
  );
  const [verb] = verbs;
  return verb && verbs.size === 1 ? verb : null;
}

export const EFFECT_OF_VERB: Readonly<Record<Verb, readonly EffectKind[]>> = {
  delete: ["delete"],
  replace: ["replace"],
  // What is there already takes the manifest's values; whether anything is there isn't said.
  apply: ["overwrite"],
  // The server refuses a name that is taken.
  create: ["create"],
};
