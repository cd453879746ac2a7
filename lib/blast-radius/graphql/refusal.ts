import { Kind, print, type OperationDefinitionNode } from "graphql";
import type { GraphqlCall, ReadDocument } from "../analyzers/graphql-document";
import { quoted } from "../findings";
import { ownMember, type CompiledField, type CompiledSchema } from "./compiled-schema";
import { valueOfJson, valueOfNode } from "./input-value";
import { listed } from "./scope-note";
import { namesFault, valueFault, type Variables } from "./value-fault";

/**
 * Why a server with this schema refuses the document before it runs any of it; null: nothing was found, and
 * what is asked of the mutations' answers wasn't looked at.
 */
export function refusalOf(document: ReadDocument, schema: CompiledSchema): string | null {
  const { query, mutation, subscription } = document.operations;
  if (mutation > 0 && schema.mutation === null) return "it has no mutations.";
  // Variables get their values when the operation runs, and one of several does.
  const runs = query + mutation + subscription === 1;
  for (const call of document.calls) {
    if (call.source.operation.operation !== "mutation" || call.path.length > 1) continue;
    const field = ownMember(schema.fields, call.name);
    if (!field) return `it has no mutation ${quoted(call.name)}.`;
    const fault = argumentsFault(call, field, schema, runs);
    if (fault !== null) return fault;
  }
  return null;
}

function argumentsFault(
  { name, source }: GraphqlCall,
  { args }: CompiledField,
  schema: CompiledSchema,
  runs: boolean,
): string | null {
  const given = source.field.arguments ?? [];
  const names = given.map((argument) => argument.name.value);
  const fault = namesFault(quoted(name), args, names);
  if (fault !== null) {
    const takes = Object.keys(args);
    return `${fault} It takes ${takes.length > 0 ? `only ${listed(takes)}` : "no arguments"}.`;
  }
  const variables: Variables = {
    declared: (variable) => declarationOf(source.operation, variable),
    // A default is among them too, and no longer says whether it was written as a string.
    value: (variable) =>
      runs && !declarationOf(source.operation, variable)?.hasDefault
        ? valueOfJson(source.variables.get(variable))
        : null,
  };
  for (const argument of given) {
    const input = ownMember(args, argument.name.value);
    const path = `${quoted(name)}'s ${quoted(argument.name.value)}`;
    const wrong = input && valueFault(path, input, valueOfNode(argument.value), schema, variables);
    if (wrong) return wrong;
  }
  return null;
}

function declarationOf(operation: OperationDefinitionNode, name: string) {
  const found = operation.variableDefinitions?.find((one) => one.variable.name.value === name);
  if (!found) return null;
  const { defaultValue } = found;
  return {
    type: print(found.type),
    hasDefault: defaultValue !== undefined && defaultValue.kind !== Kind.NULL,
  };
}
