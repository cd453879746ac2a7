import type { EffectKind } from "@/lib/core/impact";
import type { Effect } from "./findings";

/** MITRE ATT&CK impact techniques (tactic TA0040) that the effects correspond to. */
export const TECHNIQUE: Readonly<Record<EffectKind, Effect["technique"]>> = {
  delete: "T1485",
  replace: "T1485",
  overwrite: "T1485",
  truncate: "T1485",
  detach: null,
  stop: "T1489",
  permission_change: "T1531",
  recovery_removal: "T1490",
  create: null,
  unknown: null,
};
