import type { EffectKind } from "@/lib/core/impact";
import { EVIDENCE_ARTIFACT, quoted, type Effect } from "../findings";
import { TECHNIQUE } from "../technique";
import { fateOf } from "./fate";
import type { Impact, PlannedChange, ReadPlan } from "./plan";
import { recoveryType } from "./recovery-types";
import { isLeftBehind } from "./settings";
import { updateImpact } from "./update-impact";
import { isAccess, isAuthoritative, isOpaque, statefulType } from "./stateful-types";

export function impactsOf(plan: ReadPlan): Impact[] {
  const impacts: { impact: Impact; gravity: number }[] = [];
  for (const change of plan.changes) {
    const impact = impactOf(change);
    if (impact.effects.length > 0) impacts.push({ impact, gravity: gravityOf(impact) });
  }
  return impacts.sort((a, b) => a.gravity - b.gravity).map(({ impact }) => impact);
}

function impactOf(change: PlannedChange): Impact {
  const { kind, type } = change;
  const label = quoted(change.address);
  switch (kind) {
    case "unknown":
      return {
        change,
        effects: [{ kind: "unknown", by: "an action that Countersign doesn't know" }],
        undo: { value: "unknown", because: `What is done to ${label} isn't known.` },
      };
    case "delete":
    case "replace":
      if (kind === "delete" && isLeftBehind(change.before))
        return forgets(change, "destroy, which leaves it");
      return {
        change,
        effects: [
          { kind, by: byOf(change) },
          ...(recoveryType(type) ? [{ kind: "recovery_removal" as const, by: byOf(change) }] : []),
          ...(isAccess(type) ? [{ kind: "permission_change" as const, by: byOf(change) }] : []),
          ...(isOpaque(type) ? [{ kind: "unknown" as const, by: byOf(change) }] : []),
        ],
        undo: recoveryType(type)
          ? {
              value: "irreversible",
              because: `${label} keeps or makes copies, and doesn't come back by itself.`,
            }
          : fateOf(change),
      };
    case "forget":
      return forgets(change, "forget");
    case "update":
      return updateImpact(change);
    case "create":
      return create(change);
    case "none":
      return { change, effects: [], undo: { value: "reversible", because: "" } };
  }
}

const forgets = (change: PlannedChange, by: string): Impact => ({
  change,
  effects: [{ kind: "detach", by }],
  undo: {
    value: "reversible",
    because: `${quoted(change.address)} stays, and can be imported again.`,
  },
});

/** `delete (no longer in the configuration)`. */
const byOf = ({ kind, reason }: PlannedChange) =>
  reason === null ? kind : `${kind} (${quoted(reason).replaceAll("_", " ")})`;

/** To create is to add, but for what takes the place of something that the plan doesn't show. */
function create(change: PlannedChange): Impact {
  const { type, after } = change;
  const because = `What was in the place of ${quoted(change.address)} isn't in the plan.`;
  const unclear = { value: "unknown", because } as const;
  if (isOpaque(type))
    return { change, effects: [{ kind: "unknown", by: "create" }], undo: unclear };
  if (isAuthoritative(type))
    return {
      change,
      effects: [{ kind: "permission_change", by: "create, in place of all that was set" }],
      undo: unclear,
    };
  if (after?.["allow_overwrite"] === true)
    return {
      change,
      effects: [{ kind: "overwrite", by: "create with allow_overwrite" }],
      undo: unclear,
    };
  return {
    change,
    effects: [{ kind: "create", by: "create" }],
    undo: {
      value: "reversible",
      because: `${quoted(change.address)} is added, and can be removed.`,
    },
  };
}

const GRAVITY: readonly EffectKind[] = [
  "delete",
  "replace",
  "unknown",
  "recovery_removal",
  "truncate",
  "overwrite",
  "permission_change",
  "stop",
  "detach",
  "create",
];

/** What holds data first, then what nobody knows; within that the worst effect first. */
function gravityOf({ change, effects }: Impact): number {
  const main = GRAVITY.indexOf(effects[0]?.kind ?? "detach");
  const stateful = statefulType(change.type);
  return (
    main * 3 + (stateful === true || recoveryType(change.type) ? 0 : stateful === null ? 1 : 2)
  );
}

/** What only adds comes last: a list that is cut shows the rest. */
export function effectsOf(impacts: readonly Impact[], plan: ReadPlan): Effect[] {
  const found = impacts.flatMap(({ change, effects }) =>
    effects.map(({ kind, by }) => effect(kind, by, quoted(change.address))),
  );
  return [
    ...found.filter(({ kind }) => kind !== "create"),
    ...plan.runs.map((name) => effect("unknown", `run of ${quoted(name)}`, null)),
    ...found.filter(({ kind }) => kind === "create"),
  ];
}

const effect = (kind: EffectKind, by: string, target: string | null): Effect => ({
  kind,
  by,
  target,
  technique: TECHNIQUE[kind],
  assurance: "artifact",
  evidence: [EVIDENCE_ARTIFACT],
});
