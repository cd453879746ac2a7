import type { AlterTableType } from "libpg-query";
import type { EffectKind } from "@/lib/core/impact";
import { BACK, DEFINITION, LOST, UNKNOWN_UNDO, type Undo } from "./act";

export interface AlterTableRule {
  readonly effect: EffectKind;
  /** `{name}`: the column, constraint or trigger; `{table}`: the table. */
  readonly says: string;
  /** What is hit, where it isn't the table itself. */
  readonly part: "column" | "constraint" | null;
  readonly stateful: boolean;
  readonly undo: Undo;
}

const rule = (
  effect: EffectKind,
  says: string,
  rest: Partial<AlterTableRule> = {},
): AlterTableRule => ({ effect, says, part: null, stateful: false, undo: BACK, ...rest });
const defines = (says: string) => rule("overwrite", says, { undo: DEFINITION });
const locks = (says: string) => rule("stop", says, { undo: UNKNOWN_UNDO });
const switchesOff = (what: string) => rule("stop", `Switches off ${what} of {table}`);
const access = (says: string) => rule("permission_change", says);
const LATER = "unknown";

/** What isn't here changes a definition, in a way that isn't known. */
export const ALTER_TABLE_RULES: Readonly<Partial<Record<AlterTableType, AlterTableRule>>> = {
  AT_DropColumn: rule("delete", "Drops column {name} of {table} with its values", {
    part: "column",
    stateful: true,
    undo: LOST,
  }),
  AT_DropConstraint: rule("delete", "Drops constraint {name} of {table}", {
    part: "constraint",
    undo: DEFINITION,
  }),
  AT_AlterColumnType: rule(
    "overwrite",
    "Changes the type of column {name} of {table}, rewriting its values",
    {
      part: "column",
      stateful: true,
      undo: UNKNOWN_UNDO,
    },
  ),
  AT_SetExpression: rule("overwrite", "Computes column {name} of {table} anew", {
    part: "column",
    stateful: true,
    undo: UNKNOWN_UNDO,
  }),
  AT_DetachPartition: rule("detach", "Detaches partition {name} from {table}"),
  AT_DetachPartitionFinalize: rule("detach", "Detaches partition {name} from {table}"),
  AT_DropInherit: rule("detach", "Detaches {table} from its parent"),
  AT_DropOf: rule("detach", "Detaches {table} from its type"),
  AT_AttachPartition: locks("Attaches partition {name} to {table}"),
  AT_AddInherit: locks("Makes {table} a child of another table"),
  AT_DisableTrig: switchesOff("trigger {name}"),
  AT_DisableTrigAll: switchesOff("all triggers, foreign keys included,"),
  AT_DisableTrigUser: switchesOff("all triggers"),
  AT_DisableRule: switchesOff("rule {name}"),
  AT_EnableTrig: rule(LATER, "Switches on trigger {name} of {table}"),
  AT_EnableAlwaysTrig: rule(LATER, "Switches on trigger {name} of {table}"),
  AT_EnableReplicaTrig: rule("stop", "Switches trigger {name} of {table} to replicas"),
  AT_EnableTrigAll: rule(LATER, "Switches on all triggers of {table}"),
  AT_EnableTrigUser: rule(LATER, "Switches on all triggers of {table}"),
  AT_EnableRule: rule(LATER, "Switches on rule {name} of {table}"),
  AT_EnableAlwaysRule: rule(LATER, "Switches on rule {name} of {table}"),
  AT_EnableReplicaRule: rule("stop", "Switches rule {name} of {table} to replicas"),
  AT_DisableRowSecurity: access("Switches off row security of {table}"),
  AT_EnableRowSecurity: access("Switches on row security of {table}"),
  AT_ForceRowSecurity: access("Forces row security of {table} on its owner"),
  AT_NoForceRowSecurity: access("Frees the owner of {table} from row security"),
  AT_ChangeOwner: access("Gives {table} to another owner"),
  AT_SetUnLogged: rule(
    "recovery_removal",
    "Takes {table} out of the write-ahead log: a crash empties it, and no replica or archive has it",
    { stateful: true, undo: UNKNOWN_UNDO },
  ),
  AT_SetLogged: locks("Rewrites and locks {table}, to log it"),
  AT_SetTableSpace: locks("Moves {table} to another tablespace, and locks it meanwhile"),
  AT_SetAccessMethod: locks("Rewrites and locks {table}"),
  AT_AddColumn: rule(LATER, "Adds column {name} to {table}", { part: "column" }),
  AT_AddColumnToView: rule(LATER, "Adds column {name} to {table}", { part: "column" }),
  AT_AddConstraint: locks("Adds a constraint to {table}, and locks it while checking"),
  AT_AddIndexConstraint: locks("Adds a constraint to {table}"),
  AT_ValidateConstraint: locks("Checks constraint {name} of {table}"),
  AT_AlterConstraint: defines("Changes constraint {name} of {table}"),
  AT_SetNotNull: locks("Refuses NULL in column {name} of {table}, and locks it while checking"),
  AT_DropNotNull: defines("Allows NULL in column {name} of {table}"),
  AT_ColumnDefault: defines("Changes the default of column {name} of {table}"),
  AT_DropExpression: defines("Stops computing column {name} of {table}"),
  AT_AddIdentity: defines("Numbers column {name} of {table}"),
  AT_SetIdentity: defines("Changes the numbering of column {name} of {table}"),
  AT_DropIdentity: defines("Stops numbering column {name} of {table}"),
  AT_GenericOptions: defines("Changes where foreign table {table} leads"),
  AT_ReplicaIdentity: defines("Changes how {table} is replicated"),
};

export const ALTER_TABLE_OTHER: AlterTableRule = defines("Changes the definition of {table}");
