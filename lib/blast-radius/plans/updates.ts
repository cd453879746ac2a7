import type { JsonObject } from "./json-text";
import { isHidden, settingOf } from "./settings";

/** Of a thing that stays, what takes its past away when it changes so. */
interface Lowered {
  readonly path: string;
  /** Whether the change from one to the other takes recovery away. */
  readonly when: (before: unknown, after: unknown) => boolean;
  /** Whether what is taken comes back with the setting. */
  readonly comesBack: boolean;
}

const fewer = (before: unknown, after: unknown) =>
  typeof before === "number" && (typeof after === "number" ? after < before : true);
const off = (before: unknown, after: unknown) => before === true && after !== true;
const left = (word: string) => (before: unknown, after: unknown) =>
  before === word && after !== word;

const LOWERED: readonly Lowered[] = [
  { path: "backup_retention_period", when: fewer, comesBack: false },
  { path: "automated_snapshot_retention_period", when: fewer, comesBack: false },
  { path: "snapshot_retention_limit", when: fewer, comesBack: false },
  { path: "backup_retention_days", when: fewer, comesBack: false },
  { path: "automatic_backup_retention_days", when: fewer, comesBack: false },
  { path: "recovery_window_in_days", when: fewer, comesBack: true },
  { path: "soft_delete_retention_days", when: fewer, comesBack: false },
  { path: "retention_in_days", when: fewer, comesBack: false },
  { path: "point_in_time_recovery.enabled", when: off, comesBack: false },
  { path: "settings.backup_configuration.enabled", when: off, comesBack: false },
  {
    path: "settings.backup_configuration.point_in_time_recovery_enabled",
    when: off,
    comesBack: false,
  },
  { path: "versioning.enabled", when: off, comesBack: true },
  { path: "versioning_configuration.status", when: left("Enabled"), comesBack: true },
  {
    path: "skip_final_snapshot",
    when: (before, after) => before === false && after !== false,
    comesBack: true,
  },
  {
    path: "delete_automated_backups",
    when: (before, after) => before === false && after !== false,
    comesBack: true,
  },
];

/** The members that the paths begin with. */
const KEEPERS: ReadonlySet<string | undefined> = new Set(
  LOWERED.map(({ path }) => path.split(".")[0]),
);

/**
 * What an update takes away of the means to recover: each as words, and whether that can be put back.
 * `changed`: the members that it changes, where that can be told; the others stay as they are.
 */
export function loweredBy(
  before: JsonObject | null,
  after: JsonObject | null,
  changed: readonly string[] | null,
): { readonly path: string; readonly words: string; readonly comesBack: boolean }[] {
  if (changed !== null && !changed.some((name) => KEEPERS.has(name))) return [];
  return LOWERED.flatMap(({ path, when, comesBack }) => {
    const [was, is] = [settingOf(before, path), settingOf(after, path)];
    if (was === undefined && is === undefined) return [];
    return when(was, is)
      ? [{ path, words: `${path} from ${shown(was)} to ${shown(is)}`, comesBack }]
      : [];
  });
}

const shown = (value: unknown) =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "not set";

/** Settings that are only labels. */
const LABELS = new Set([
  "tags",
  "tags_all",
  "labels",
  "terraform_labels",
  "effective_labels",
  "description",
]);

/** The members that an update changes, or may change where both sides are redacted; null: it can't be told. */
export function changedMembers(
  before: JsonObject | null,
  after: JsonObject | null,
  unknown: JsonObject | null,
): string[] | null {
  if (before === null || after === null) return null;
  const names = new Set([
    ...Object.keys(before),
    ...Object.keys(after),
    ...Object.keys(unknown ?? {}),
  ]);
  return [...names].filter(
    (name) =>
      marksUnknown(unknown?.[name]) || isHidden(after[name]) || !same(before[name], after[name]),
  );
}

export const onlyLabels = (changed: readonly string[] | null): boolean =>
  changed !== null && changed.length > 0 && changed.every((name) => LABELS.has(name));

const marksUnknown = (value: unknown): boolean =>
  value === true ||
  (typeof value === "object" && value !== null && Object.values(value).some(marksUnknown));

const same = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === "object" &&
    typeof other === "object" &&
    one !== null &&
    other !== null &&
    JSON.stringify(one) === JSON.stringify(other));
