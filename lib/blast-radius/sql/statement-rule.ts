import type { EffectKind } from "@/lib/core/impact";
import { ADDS, BACK, DEFINITION, UNKNOWN_UNDO, type Undo } from "./act";

/** What a kind of statement does to what it names, where its kind says all of it. */
export interface StatementRule {
  readonly effect: EffectKind;
  /** `{}`: the name. */
  readonly says: string;
  readonly type: string;
  /** The member that holds the name, or each of the names. */
  readonly name?: string;
  readonly each?: string;
  readonly stateful: boolean | null;
  readonly undo: Undo;
  /** What stays open, for people; null: nothing that goes beyond the usual. */
  readonly open: string | null;
}

type Rest = Partial<StatementRule>;
export const adds = (type: string, name: string, rest: Rest = {}): StatementRule => ({
  effect: ADDS,
  says: `Creates ${type.replaceAll("_", " ")} {}`,
  type,
  name,
  stateful: false,
  undo: BACK,
  open: null,
  ...rest,
});
export const alters = (type: string, name: string, rest: Rest = {}): StatementRule =>
  adds(type, name, {
    effect: "overwrite",
    says: `Changes ${type.replaceAll("_", " ")} {}`,
    undo: DEFINITION,
    ...rest,
  });
export const access = (says: string, name: string, type: string, rest: Rest = {}): StatementRule =>
  adds(type, name, { effect: "permission_change", says, undo: UNKNOWN_UNDO, ...rest });
export const stops = (says: string, name: string, type: string, rest: Rest = {}): StatementRule =>
  adds(type, name, { effect: "stop", says, undo: UNKNOWN_UNDO, ...rest });
export const opens = (says: string, name: string, type: string, open: string): StatementRule =>
  adds(type, name, { effect: "unknown", says, stateful: null, undo: UNKNOWN_UNDO, open });

/** They read, or steer the session or transaction. What is inside them is looked at by itself. */
export const CHANGES_NOTHING: ReadonlySet<string> = new Set([
  "CheckPointStmt",
  "ClosePortalStmt",
  "ConstraintsSetStmt",
  "DeallocateStmt",
  "DeclareCursorStmt",
  "ExplainStmt",
  "FetchStmt",
  "ListenStmt",
  "PLAssignStmt",
  "PrepareStmt",
  "RawStmt",
  "ReturnStmt",
  "SelectStmt",
  "SetOperationStmt",
  "UnlistenStmt",
  "VariableShowStmt",
]);
