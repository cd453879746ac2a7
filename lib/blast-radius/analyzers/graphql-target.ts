import { quoted } from "../findings";
import type { MutationRule } from "../providers/provider";
import type { CallArgument } from "./graphql-arguments";
import type { GraphqlCall } from "./graphql-document";

/** What a call acts on, as far as its arguments say. */
export type CallTarget =
  /** `sure`: a rule says which argument is the target, or nothing but its only id could be. */
  | {
      readonly known: true;
      readonly ids: readonly string[];
      readonly sure: boolean;
    }
  | { readonly known: false; readonly why: string };

/** `id`, `volumeId`, `volume_id`, `ids[0]`, `input.volumeId`. */
const IS_ID = /(^|\.)(ids?|\w*(Ids?|IDs?|_ids?))(\[\d+\])*$/;
/** Relay's own mark on a call, which its server only repeats. */
const IS_MARK = /(^|\.)clientMutationId$/;
const NAMES_NOTHING: readonly (string | null)[] = ["true", "false", "null"];
export const IS_ENVIRONMENT = /(^|\.)(env|environments?)(_?(ids?|names?|slugs?))?(\[\d+\])*$/i;

const baseOf = (name: string) => name.replace(/(\[\d+\])+$/, "");

/**
 * The id or ids that the call acts on: by the provider's rule, else by the arguments' names, else by
 * `isId`, which knows their types.
 */
export function targetOf(
  call: GraphqlCall,
  rule: MutationRule | null,
  declaredId: string,
  isId: (name: string) => boolean = () => false,
): CallTarget {
  const names = idNames(call, isId);
  const named = rule
    ? call.arguments.filter((argument) => baseOf(argument.name) === rule.target)
    : idGroup(call, names, declaredId);
  if (named.length === 0) {
    const why = rule
      ? `${call.name} is given no ${rule.target}.`
      : `None of ${quoted(call.name)}'s arguments is an id.`;
    return { known: false, why };
  }
  const unset = named.find((argument) => argument.value === null);
  if (unset)
    return {
      known: false,
      why: `The variable $${quoted(unset.variable ?? "")} has no value in params.`,
    };
  const ids = [...new Set(named.map((argument) => String(argument.value)))];
  return {
    known: true,
    ids,
    sure: rule !== null || (names.length === 1 && !couldActOnAnother(call, names)),
  };
}

/** A name, a filter, a text: an agent may add an id that the server ignores, and name the target by these. */
const couldActOnAnother = (call: GraphqlCall, ids: readonly string[]): boolean =>
  call.argumentsCut ||
  call.arguments.some(
    ({ name, value }) =>
      !ids.includes(baseOf(name)) &&
      !IS_MARK.test(name) &&
      !IS_ENVIRONMENT.test(name) &&
      !NAMES_NOTHING.includes(value),
  );

/** The arguments that are ids; an environment's only where there is no other. */
function idNames(call: GraphqlCall, isId: (name: string) => boolean): string[] {
  const names = [...new Set(call.arguments.map((argument) => baseOf(argument.name)))].filter(
    (name) => !IS_MARK.test(name),
  );
  const byName = names.filter((name) => IS_ID.test(name));
  // A type widens the search only where no name is found: it must not excuse what a name gives away.
  const ids = byName.length > 0 ? byName : names.filter(isId);
  const others = ids.filter((name) => !IS_ENVIRONMENT.test(name));
  return others.length > 0 ? others : ids;
}

/** Without a rule: the id argument that holds the declared id, else the first one. */
function idGroup(
  call: GraphqlCall,
  names: readonly string[],
  declaredId: string,
): readonly CallArgument[] {
  const groups = names.map((name) =>
    call.arguments.filter((argument) => baseOf(argument.name) === name),
  );
  const holding = groups.find((group) => group.some((argument) => argument.value === declaredId));
  return holding ?? groups[0] ?? [];
}

/** The argument by which the call is limited to an environment, or null where it carries none. */
export function environmentArgumentOf(
  call: GraphqlCall,
  rule: MutationRule | null,
): CallArgument | null {
  const named = call.arguments.find((argument) =>
    rule ? argument.name === rule.environment : IS_ENVIRONMENT.test(argument.name),
  );
  return named ?? null;
}
