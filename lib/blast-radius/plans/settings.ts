import { isObject, memberOf, type JsonObject } from "./json-text";
import { REDACTED } from "./secrets";

/** A setting by its path; blocks are lists of one. `undefined`: not there, or not to be seen. */
export function settingOf(values: JsonObject | null, path: string): unknown {
  if (values === null) return undefined;
  const [first = path, ...more] = stepsOf(path);
  // Most of what is asked for isn't there.
  if (!Object.hasOwn(values, first)) return undefined;
  let at = values[first];
  for (const name of more) at = memberOf(Array.isArray(at) ? at[0] : at, name);
  return at === null || at === undefined || isHidden(at) ? undefined : at;
}

/** Paths are our own, and few; each is asked of thousands of resources. */
const STEPS = new Map<string, readonly string[]>();
function stepsOf(path: string): readonly string[] {
  const known = STEPS.get(path);
  if (known) return known;
  const steps = path.split(".");
  STEPS.set(path, steps);
  return steps;
}

/** Whether any part of a value is redacted, so that it may be another than it looks. */
export function isHidden(value: unknown): boolean {
  if (typeof value === "string") return value.includes(REDACTED);
  if (Array.isArray(value)) return value.some(isHidden);
  return (
    isObject(value) && Object.keys(value).some((name) => isHidden(name) || isHidden(value[name]))
  );
}

/** Settings by which the provider refuses to delete: whoever wants to has to change them first. */
const LOCKS: readonly (readonly [path: string, on: unknown])[] = [
  ["deletion_protection", true],
  ["deletion_protection", "ENABLED"],
  ["deletion_protection_enabled", true],
  ["enable_deletion_protection", true],
  ["delete_protection", true],
  ["disable_api_termination", true],
  ["termination_protection", true],
  ["termination_protection_enabled", true],
  ["settings.deletion_protection_enabled", true],
  ["is_protected", true],
  ["object_lock_enabled", true],
];

/** Settings by which only what is empty is deleted. */
const EMPTY_ONLY = ["force_destroy", "force_delete", "delete_contents_on_destroy"];

/** What would stop the provider from deleting it, as the state has it now. */
export function protectionsOf(values: JsonObject | null): string[] {
  if (values === null) return [];
  const locks = LOCKS.filter(([path, on]) => settingOf(values, path) === on).map(
    ([path]) => `${path} is on`,
  );
  const empty = EMPTY_ONLY.filter((path) => settingOf(values, path) === false).map(
    (path) => `${path} is off: it is deleted only while it is empty`,
  );
  return [...locks, ...empty];
}

export const emptyOnly = (values: JsonObject | null): string | null =>
  EMPTY_ONLY.find((path) => settingOf(values, path) === false) ?? null;

/** Destroying only lets go of it: it stays with the provider. */
export const isLeftBehind = (values: JsonObject | null): boolean =>
  settingOf(values, "skip_destroy") === true ||
  settingOf(values, "deletion_policy") === "ABANDON" ||
  settingOf(values, "retain_on_delete") === true;
