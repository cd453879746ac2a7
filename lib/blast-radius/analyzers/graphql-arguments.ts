import { Kind, type FieldNode, type OperationDefinitionNode, type ValueNode } from "graphql";

/** More than a person would read; past it the call is said to be cut. */
const LEAVES_MAX = 200;

/** One leaf of a call's arguments: `volumeId`, `input.ids[0]`. */
export interface CallArgument {
  readonly name: string;
  /** As the provider will get it; null: a variable that nothing gives a value. */
  readonly value: string | null;
  /** The variable it comes from. */
  readonly variable: string | null;
}

/** What is left of JSON once arrays and objects are taken apart. */
type Scalar = string | number | boolean | null;

/** A value for each variable that has one: given in params or in `params.variables`, else its default. */
export function variablesOf(
  operation: OperationDefinitionNode,
  params: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, unknown> {
  const nested = params["variables"];
  const sources = [params, typeof nested === "object" && nested !== null ? nested : {}];
  const values = new Map<string, unknown>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const given = sources.flatMap((source) =>
      Object.entries(source).filter(([key]) => key === name),
    );
    if (given.length === 0 && defaultValue) values.set(name, literal(defaultValue));
    // Two values that differ are none: which one the provider gets can't be told.
    const texts = new Set(given.map(([, value]) => JSON.stringify(value)));
    if (texts.size === 1) values.set(name, given[0]?.[1]);
  }
  return values;
}

function literal(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((f) => [f.name.value, literal(f.value)]));
    case Kind.LIST:
      return node.values.map(literal);
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return undefined;
    default:
      return node.value;
  }
}

/** The leaves of a field's arguments, variables followed to their values; `cut` when there are too many. */
export function readArguments(
  field: FieldNode,
  variables: ReadonlyMap<string, unknown>,
): { leaves: CallArgument[]; cut: boolean } {
  const leaves: CallArgument[] = [];
  let cut = false;
  const add = (leaf: CallArgument) => {
    if (leaves.length < LEAVES_MAX) leaves.push(leaf);
    else cut = true;
  };
  const addJson = (name: string, value: unknown, variable: string) => {
    if (value === undefined) add({ name, value: null, variable });
    else if (Array.isArray(value)) value.forEach((v, i) => addJson(`${name}[${i}]`, v, variable));
    else if (typeof value === "object" && value !== null)
      for (const [key, member] of Object.entries(value))
        addJson(`${name}.${key}`, member, variable);
    else add({ name, value: String(value as Scalar), variable });
  };
  const addNode = (name: string, node: ValueNode) => {
    switch (node.kind) {
      case Kind.VARIABLE:
        return addJson(name, variables.get(node.name.value), node.name.value);
      case Kind.OBJECT:
        return node.fields.forEach((f) => addNode(`${name}.${f.name.value}`, f.value));
      case Kind.LIST:
        return node.values.forEach((item, i) => addNode(`${name}[${i}]`, item));
      case Kind.NULL:
        return add({ name, value: "null", variable: null });
      default:
        return add({ name, value: String(node.value), variable: null });
    }
  };
  for (const argument of field.arguments ?? []) addNode(argument.name.value, argument.value);
  return { leaves, cut };
}
