import { quoted } from "../findings";
import {
  namedType,
  ownMember,
  type CompiledField,
  type CompiledInput,
  type CompiledSchema,
  type CompiledType,
} from "./compiled-schema";
import type { InputValue } from "./input-value";

/** What is known of the variables of the operation that a value stands in. */
export interface Variables {
  /** As it is declared, `[ID!]`; null: it isn't. */
  readonly declared: (
    name: string,
  ) => { readonly type: string; readonly hasDefault: boolean } | null;
  /** Null: nobody can say what it will be. */
  readonly value: (name: string) => InputValue | null;
}

/** What the standard scalars take (GraphQL §3.5); of any other scalar only its server knows. */
const TAKEN: Readonly<Record<string, readonly InputValue["kind"][]>> = {
  ID: ["string", "int", "text"],
  String: ["string", "text"],
  Int: ["int"],
  Float: ["int", "float"],
  Boolean: ["boolean"],
};

/** Why the schema doesn't take this value here, as a sentence; null: it does, or nobody can say. */
export function valueFault(
  path: string,
  input: CompiledInput,
  value: InputValue,
  schema: CompiledSchema,
  variables: Variables,
): string | null {
  const { type } = input;
  const isNotNull = type.endsWith("!");
  const nullable = isNotNull ? type.slice(0, -1) : type;
  const inner = (one: string, given: InputValue) =>
    valueFault(path, { type: one }, given, schema, variables);

  if (value.kind === "variable") {
    const declared = variables.declared(value.name);
    if (!declared) return `it uses the variable $${quoted(value.name)} and doesn't declare it.`;
    if (!mayStandFor(declared, input))
      return `${path} is of type ${type}, and $${quoted(value.name)} of type ${quoted(declared.type)}.`;
    const known = variables.value(value.name);
    return known && inner(declared.hasDefault ? nullable : type, known);
  }
  if (value.kind === "null") return isNotNull ? `${path} can't be null.` : null;
  if (nullable.startsWith("[")) {
    const item = nullable.slice(1, -1);
    // One value stands for a list of one (GraphQL §3.11).
    for (const one of value.kind === "list" ? value.items : [value]) {
      const fault = inner(item, one);
      if (fault !== null) return fault;
    }
    return null;
  }
  return namedFault(path, nullable, value, schema, variables);
}

function namedFault(
  path: string,
  name: string,
  value: Exclude<InputValue, { kind: "null" | "variable" }>,
  schema: CompiledSchema,
  variables: Variables,
): string | null {
  const type = ownMember(schema.types, name);
  const wrong = `${path} must be ${/^[AEIO]/.test(name) ? "an" : "a"} ${quoted(name)}.`;
  if (type && "fields" in type)
    return value.kind === "object"
      ? objectFault(path, type, value.members, schema, variables)
      : wrong;
  if (type)
    return (value.kind === "enum" || value.kind === "text") && type.values.includes(value.text)
      ? null
      : wrong;
  const taken = ownMember(TAKEN, name);
  return taken && !taken.includes(value.kind) ? wrong : null;
}

function objectFault(
  path: string,
  type: Extract<CompiledType, { fields: unknown }>,
  members: readonly (readonly [string, InputValue])[],
  schema: CompiledSchema,
  variables: Variables,
): string | null {
  const names = members.map(([name]) => name);
  const fault = namesFault(path, type.fields, names);
  if (fault !== null) return fault;
  if (type.oneOf && names.length !== 1) return `${path} must have exactly one member.`;
  for (const [name, value] of members) {
    const input = ownMember(type.fields, name);
    const inside = input && valueFault(`${path}.${quoted(name)}`, input, value, schema, variables);
    if (inside) return inside;
  }
  return null;
}

/** A name that isn't taken, or one that is needed and missing. */
export function namesFault(
  path: string,
  taken: CompiledField["args"],
  given: readonly string[],
): string | null {
  const unknown = given.find((name) => !Object.hasOwn(taken, name));
  if (unknown !== undefined) return `${path} takes no ${quoted(unknown)}.`;
  const missing = Object.entries(taken).find(
    ([name, input]) => input.required && !given.includes(name),
  );
  return missing ? `${path} needs ${quoted(missing[0])}, which the request leaves out.` : null;
}

/** Whether a variable may stand in this place (GraphQL §5.8.5): a default on either side stands in for null. */
function mayStandFor(
  { type, hasDefault }: { readonly type: string; readonly hasDefault: boolean },
  place: CompiledInput,
): boolean {
  const isFilled = hasDefault || (place.type.endsWith("!") && !place.required);
  const needed = isFilled && place.type.endsWith("!") ? place.type.slice(0, -1) : place.type;
  return isAtLeast(type, needed);
}

function isAtLeast(type: string, needed: string): boolean {
  if (needed.endsWith("!"))
    return type.endsWith("!") && isAtLeast(type.slice(0, -1), needed.slice(0, -1));
  if (type.endsWith("!")) return isAtLeast(type.slice(0, -1), needed);
  if (needed.startsWith("["))
    return type.startsWith("[") && isAtLeast(type.slice(1, -1), needed.slice(1, -1));
  return !type.startsWith("[") && namedType(type) === namedType(needed);
}
