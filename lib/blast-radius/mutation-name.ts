import type { EffectKind } from "@/lib/core/impact";

/** What a word in a call's name says it does. A guess from the name: it can only make things worse. */
const EFFECT_OF_WORD: Readonly<Record<string, EffectKind>> = {
  delete: "delete",
  destroy: "delete",
  drop: "delete",
  erase: "delete",
  prune: "delete",
  purge: "delete",
  remove: "delete",
  terminate: "delete",
  uninstall: "delete",
  wipe: "delete",
  clear: "truncate",
  flush: "truncate",
  reset: "truncate",
  truncate: "truncate",
  replace: "replace",
  overwrite: "overwrite",
  restore: "overwrite",
  rollback: "overwrite",
  detach: "detach",
  disconnect: "detach",
  unlink: "detach",
  deactivate: "stop",
  disable: "stop",
  kill: "stop",
  pause: "stop",
  shutdown: "stop",
  stop: "stop",
  suspend: "stop",
  revoke: "permission_change",
};
/** Found also inside a word, as in `bulkdelete`. */
const LOUD = /(?<!un)(delete|destroy|truncate|purge|wipe)/;
const RECOVERY = /backup|snapshot/;

const wordsOf = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);

/** The effects that a call's name admits to, `volumeBackupDelete` or `delete_volume`; none: not known. */
export function effectsByName(name: string): EffectKind[] {
  const named = wordsOf(name).flatMap((word) =>
    Object.hasOwn(EFFECT_OF_WORD, word) ? [EFFECT_OF_WORD[word] as EffectKind] : [],
  );
  const loud = named.length === 0 && LOUD.test(name.toLowerCase());
  const effects = new Set<EffectKind>(loud ? ["delete"] : named);
  const destroys = effects.has("delete") || effects.has("truncate");
  if (destroys && RECOVERY.test(name.toLowerCase())) effects.add("recovery_removal");
  return [...effects];
}
