import { quoted } from "../findings";
import type { CompiledField, CompiledSchema } from "./compiled-schema";
import { environmentPaths } from "./roles";

const NAMED_MAX = 5;

/** What the schema says of a call that names no environment: whether it could. */
export function schemaScopeNote(
  name: string,
  field: CompiledField,
  schema: CompiledSchema,
): string {
  const { paths, sure } = environmentPaths(field, schema);
  const mutation = `The schema's ${quoted(name)}`;
  if (paths.length > 0)
    return `${mutation} also takes ${listed(paths)}, which the request leaves out: nothing in it limits it to one environment.`;
  const taken = Object.keys(field.args);
  if (taken.length === 0) return `${mutation} takes no arguments: none can name an environment.`;
  return `${mutation} takes only ${listed(taken)}: ${sure ? "no argument can name an environment" : "no argument is named for an environment"}.`;
}

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_MAX).map((name) => quoted(name));
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop() ?? "";
  return shown.length > 0 ? `${shown.join(", ")} and ${last}` : last;
}
