/** What an operation does to things, from evidence. The wire's enums and the risk rules share these. */
export const EFFECT_KINDS = [
  "delete",
  "replace",
  "overwrite",
  "truncate",
  "detach",
  "stop",
  "permission_change",
  "recovery_removal",
  "create",
  "unknown",
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** From the mildest to the worst; what isn't known counts as what can't be undone. */
export const REVERSIBILITIES = [
  "reversible",
  "soft_delete_window",
  "restorable",
  "rebuildable",
  "unknown",
  "irreversible",
] as const;
export type Reversibility = (typeof REVERSIBILITIES)[number];
