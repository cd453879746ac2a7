import { isObject, memberOf, type JsonObject } from "./json-text";
import { REDACTED } from "./secrets";

/** A setting by its path; blocks are lists of one. `undefined`: not there, or not to be seen. */
export function settingOf(values: JsonObject | null, path: string): unknown {
  if (values === null) return undefined;
  const { first, more } = stepsOf(path);
  // Most of what is asked for isn't there.
  if (!Object.hasOwn(values, first)) return undefined;
  let at = values[first];
  for (const name of more) at = memberOf(Array.isArray(at) ? at[0] : at, name);
  return at === null || at === undefined || isHidden(at) ? undefined : at;
}

interface Steps {
  readonly first: string;
  readonly more: readonly string[];
}

/** Paths are our own, and few; each is asked of thousands of resources. */
const STEPS = new Map<string, Steps>();
function stepsOf(path: string): Steps {
  const known = STEPS.get(path);
  if (known) return known;
  const [first = path, ...more] = path.split(".");
  const steps = { first, more };
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
  ["termination_protection", true],
  ["termination_protection_enabled", true],
  ["settings.deletion_protection_enabled", true],
  ["is_protected", true],
];

/** Settings by which only what is empty is deleted; elsewhere, as of `aws_instance`, they say something else. */
const EMPTY_ONLY: Readonly<Record<string, string>> = {
  aws_s3_bucket: "force_destroy",
  aws_s3_directory_bucket: "force_destroy",
  aws_backup_vault: "force_destroy",
  aws_route53_zone: "force_destroy",
  aws_athena_database: "force_destroy",
  aws_athena_workgroup: "force_destroy",
  aws_ecr_repository: "force_delete",
  aws_ecrpublic_repository: "force_destroy",
  google_storage_bucket: "force_destroy",
  google_bigquery_dataset: "delete_contents_on_destroy",
  digitalocean_spaces_bucket: "force_destroy",
  scaleway_object_bucket: "force_destroy",
  alicloud_oss_bucket: "force_destroy",
};

/** What would stop the provider from deleting it, as the state has it now. */
export function protectionsOf(type: string, values: JsonObject | null): string[] {
  if (values === null) return [];
  const locks = LOCKS.filter(([path, on]) => settingOf(values, path) === on).map(
    ([path]) => `${path} is on`,
  );
  const path = emptyOnly(type, values);
  return path === null ? locks : [...locks, `${path} is off: it is deleted only while it is empty`];
}

export function emptyOnly(type: string, values: JsonObject | null): string | null {
  const path = Object.hasOwn(EMPTY_ONLY, type) ? EMPTY_ONLY[type] : undefined;
  return path !== undefined && settingOf(values, path) === false ? path : null;
}

/** Destroying only lets go of it: it stays with the provider. */
export const isLeftBehind = (values: JsonObject | null): boolean =>
  settingOf(values, "skip_destroy") === true || settingOf(values, "deletion_policy") === "ABANDON";
