import {
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { shortText } from "@/lib/core/untrusted-text";
import { effectsByName } from "../mutation-name";
import { readArguments, variablesOf, type CallArgument } from "./graphql-arguments";

/** Parsing 256 KiB takes milliseconds; a mutation that a person could review is far smaller. */
const DOCUMENT_LENGTH_MAX = 256 * 1024;
const TOKENS_MAX = 10_000;
/** Fragments within fragments multiply: thirty of them can stand for a billion places. */
const SPREADS_MAX = 2_000;

/** One thing that the document makes the server do. */
export interface GraphqlCall {
  /** The field's own name; an alias is only a label. */
  readonly name: string;
  readonly alias: string | null;
  /** Names from the root: `["volume", "delete"]` where the schema nests its mutations. */
  readonly path: readonly string[];
  readonly arguments: readonly CallArgument[];
  readonly argumentsCut: boolean;
  /** Under `@include`, `@skip` or another directive: it may not run. */
  readonly conditional: boolean;
  /** As the document has it, for who holds it against a schema. */
  readonly source: {
    readonly field: FieldNode;
    readonly operation: OperationDefinitionNode;
    /** What is known of the operation's variables. */
    readonly variables: ReadonlyMap<string, unknown>;
  };
}

export interface ReadDocument {
  readonly calls: readonly GraphqlCall[];
  /** How many operations of each type; the server runs one of them. */
  readonly operations: Readonly<Record<"query" | "mutation" | "subscription", number>>;
  /** Names of queried fields whose name says that they destroy. */
  readonly loudQueries: readonly string[];
}

/** A document that can't be read, with a reason for people. */
export class UnreadableDocument extends Error {}

/**
 * All that a document would do at its root, through aliases and fragments, in every operation.
 * `params` gives variables their values. Throws UnreadableDocument.
 */
export function readDocument(
  content: string,
  params: Readonly<Record<string, unknown>>,
): ReadDocument {
  const document = parseDocument(content);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      const name = definition.name.value;
      // Which of the two a server takes is its own affair.
      if (fragments.has(name)) throw new UnreadableDocument("It defines a fragment twice.");
      fragments.set(name, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    else throw new UnreadableDocument("It defines a schema, which no server executes.");
  }
  const count = { query: 0, mutation: 0, subscription: 0 };
  const calls: GraphqlCall[] = [];
  const loudQueries: string[] = [];
  for (const operation of operations) {
    count[operation.operation]++;
    const found = collect(operation, fragments, params);
    if (operation.operation === "query")
      loudQueries.push(
        ...found.map((call) => call.name).filter((n) => effectsByName(n).length > 0),
      );
    else calls.push(...found);
  }
  return { calls: withoutRepeats(calls), operations: count, loudQueries };
}

function parseDocument(content: string): DocumentNode {
  if (content.length > DOCUMENT_LENGTH_MAX)
    throw new UnreadableDocument(`It is longer than ${DOCUMENT_LENGTH_MAX / 1024} KiB.`);
  try {
    return parse(content, { maxTokens: TOKENS_MAX, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) {
      const at = error.locations?.[0];
      const where = at ? ` (line ${at.line}, column ${at.column})` : "";
      throw new UnreadableDocument(`It isn't valid GraphQL${where}, or too long.`);
    }
    throw new UnreadableDocument("It is nested too deeply.");
  }
}

/** Root fields as the specification's CollectFields finds them (§6.3.2), and loud fields below them. */
function collect(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  params: Readonly<Record<string, unknown>>,
): GraphqlCall[] {
  const variables = variablesOf(operation, params);
  const calls: GraphqlCall[] = [];
  const visited = new Set<string>();
  const open = new Set<string>();

  const walk = (set: SelectionSetNode, path: readonly string[], conditional: boolean) => {
    for (const selection of set.selections) {
      const unsure = conditional || (selection.directives?.length ?? 0) > 0;
      if (selection.kind === Kind.FIELD) visit(selection, path, unsure);
      else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, path, unsure);
      else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (!fragment)
          throw new UnreadableDocument(`It uses a fragment "${shortText(name)}" that it lacks.`);
        // Fields of one fragment merge, so that it counts once where it stands.
        const place = `${path.join(".")} ${name}`;
        if (visited.has(place)) continue;
        visited.add(place);
        if (open.has(name))
          throw new UnreadableDocument(`Its fragment "${shortText(name)}" holds itself.`);
        if (visited.size > SPREADS_MAX)
          throw new UnreadableDocument("Its fragments multiply too far.");
        open.add(name);
        walk(fragment.selectionSet, path, unsure);
        open.delete(name);
      }
    }
  };
  const visit = (field: FieldNode, parents: readonly string[], conditional: boolean) => {
    // Names with two underscores are introspection's own (§4).
    if (field.name.value.startsWith("__")) return;
    const path = [...parents, field.name.value];
    const isRoot = parents.length === 0;
    const nests = (field.arguments?.length ?? 0) > 0 && effectsByName(field.name.value).length > 0;
    if (isRoot || nests) {
      const { leaves, cut } = readArguments(field, variables);
      calls.push({
        name: field.name.value,
        alias: field.alias?.value ?? null,
        path,
        arguments: leaves,
        argumentsCut: cut,
        conditional,
        source: { field, operation, variables },
      });
    }
    if (field.selectionSet) walk(field.selectionSet, path, conditional);
  };
  walk(operation.selectionSet, [], false);
  return calls;
}

const keyOf = ({ alias, path, arguments: given, source }: GraphqlCall) =>
  JSON.stringify([source.operation.operation, alias, path, given]);

/** The same response name with the same arguments runs once. */
function withoutRepeats(calls: readonly GraphqlCall[]): GraphqlCall[] {
  const seen = new Map(calls.map((call) => [keyOf(call), call]));
  return [...seen.values()];
}
