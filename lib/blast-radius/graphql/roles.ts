import type { CallArgument } from "../analyzers/graphql-arguments";
import {
  namedType,
  ownMember,
  type CompiledField,
  type CompiledInput,
  type CompiledSchema,
  type CompiledType,
} from "./compiled-schema";

/** `env`, `environmentId`, `environment_name`. */
const NAMES_ENVIRONMENT = /^(env|environments?)(_?(ids?|names?|slugs?))?$/i;
/** `Environment`, `EnvironmentId`, `EnvironmentWhereUniqueInput`, `ENV`. */
const ENVIRONMENT_TYPE = /^(Env|ENV|Environment)s?(?![a-z])/;

/** The inputs from the argument down to the leaf that a path such as `input.ids[0]` leads to. */
function inputsAlong(
  path: string,
  field: CompiledField,
  { types }: CompiledSchema,
): CompiledInput[] {
  const found: CompiledInput[] = [];
  let members: CompiledField["args"] | null = field.args;
  for (const step of path.replaceAll(/\[\d+\]/g, "").split(".")) {
    const input: CompiledInput | null = members && ownMember(members, step);
    if (!input) break;
    found.push(input);
    const type: CompiledType | null = ownMember(types, namedType(input.type));
    members = type && "fields" in type ? type.fields : null;
  }
  return found;
}

/** Whether what is given at this path is an id by its type. */
export function hasIdType(path: string, field: CompiledField, schema: CompiledSchema): boolean {
  const inputs = inputsAlong(path, field, schema);
  return (
    inputs.length === path.replaceAll(/\[\d+\]/g, "").split(".").length &&
    namedType(inputs.at(-1)?.type ?? "") === "ID"
  );
}

/** The argument whose type says what its name doesn't: `where: EnvironmentWhere` or `target: EnvironmentId`. */
export const environmentArgumentIn = (
  given: readonly CallArgument[],
  field: CompiledField,
  schema: CompiledSchema,
): CallArgument | null =>
  given.find(({ name }) =>
    inputsAlong(name, field, schema).some(({ type }) => ENVIRONMENT_TYPE.test(namedType(type))),
  ) ?? null;

/** Inputs that lead to inputs: deeper, and past so many, nobody looks for an environment. */
const DEPTH_MAX = 6;
const VISITED_MAX = 1_000;

/** By which arguments the mutation could be limited to an environment, as paths; `sure`: there are no others. */
export function environmentPaths(
  field: CompiledField,
  { types }: CompiledSchema,
): { paths: string[]; sure: boolean } {
  const paths: string[] = [];
  const visited = new Set<string>();
  let sure = true;
  let level: { path: string; input: CompiledInput }[] = pathsOf("", field.args);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= DEPTH_MAX || visited.size > VISITED_MAX) return { paths, sure: false };
    const next: typeof level = [];
    for (const { path, input } of level) {
      const name = namedType(input.type);
      if (NAMES_ENVIRONMENT.test(path.split(".").at(-1) ?? "") || ENVIRONMENT_TYPE.test(name)) {
        paths.push(path);
        continue;
      }
      const type = ownMember(types, name);
      // A scalar of the API's own, such as JSON, may hold anything.
      if (!type && !STANDARD_SCALARS.has(name)) sure = false;
      if (!type || !("fields" in type) || visited.has(name)) continue;
      visited.add(name);
      next.push(...pathsOf(`${path}.`, type.fields));
    }
    level = next;
  }
  return { paths, sure };
}

const STANDARD_SCALARS = new Set(["ID", "String", "Int", "Float", "Boolean"]);

const pathsOf = (prefix: string, members: CompiledField["args"]) =>
  Object.entries(members).map(([name, input]) => ({ path: `${prefix}${name}`, input }));
