import { BACK, UNKNOWN_UNDO } from "./act";
import { objectName } from "./object-name";
import { isHarmlessSetting, OTHER_SETTING, SETTING_RULES } from "./setting-rules";
import { addAct, askAbout, tableTarget, type StatementContext } from "./statement-context";
import type { NodeOf } from "./walk-tree";

export function changeSetting(node: NodeOf<"VariableSetStmt">, context: StatementContext): void {
  if (node.kind === "VAR_RESET_ALL") return;
  const { name = "", args = [] } = node;
  const value = args.map((arg) => objectName(arg) ?? "…").join(", ");
  applySetting(name, node.kind === "VAR_SET_VALUE" ? value : "its default", context);
}

export function applySetting(name: string, value: string, context: StatementContext): void {
  const setting = name.toLowerCase();
  if (isHarmlessSetting(setting)) return;
  const { effect, says, why } = Object.hasOwn(SETTING_RULES, setting)
    ? (SETTING_RULES[setting] ?? OTHER_SETTING)
    : OTHER_SETTING;
  addAct(context, {
    effect,
    phrase: `${says} (${setting} = ${value})`,
    target: { type: "postgresql.setting", id: setting, table: null, stateful: false },
    undo: BACK,
  });
  askAbout(context, `What follows from ${setting} = ${value}?`, why);
}

export function controlTransaction(
  { kind, gid }: NodeOf<"TransactionStmt">,
  context: StatementContext,
): void {
  if (kind === "TRANS_STMT_ROLLBACK" || kind === "TRANS_STMT_ROLLBACK_TO")
    askAbout(
      context,
      "Is what the script does really rolled back?",
      "It holds a ROLLBACK. What goes before it is counted as if it stays: whether the script gets that far, and what a rollback doesn't take back (sequences, files, other servers), isn't known.",
    );
  if (kind !== "TRANS_STMT_COMMIT_PREPARED" && kind !== "TRANS_STMT_ROLLBACK_PREPARED") return;
  const ends = kind === "TRANS_STMT_COMMIT_PREPARED" ? "Commits" : "Throws away";
  addAct(context, {
    effect: "unknown",
    phrase: `${ends} the prepared transaction ${gid ?? ""}`,
    target: null,
    undo: UNKNOWN_UNDO,
  });
  askAbout(
    context,
    `What is in the prepared transaction ${gid ?? ""}?`,
    "It was made elsewhere; this SQL only names it.",
  );
}

export function discardSession({ target }: NodeOf<"DiscardStmt">, context: StatementContext): void {
  if (target !== "DISCARD_ALL" && target !== "DISCARD_TEMP") return;
  addAct(context, {
    effect: "delete",
    phrase: "Drops the session's temporary tables",
    target: {
      type: "postgresql.table",
      id: "(temporary tables)",
      table: "(temporary tables)",
      stateful: null,
    },
    undo: UNKNOWN_UNDO,
  });
}

export function executePrepared(
  { name = "" }: NodeOf<"ExecuteStmt">,
  context: StatementContext,
): void {
  if (context.reading.prepared.has(name)) return;
  addAct(context, {
    effect: "unknown",
    phrase: `Executes ${name}, which was prepared elsewhere`,
    target: null,
    undo: UNKNOWN_UNDO,
  });
  askAbout(
    context,
    `What does the prepared statement ${name} do?`,
    "It was prepared elsewhere; this SQL only names it.",
  );
}

const hasOption = (options: NodeOf<"VacuumStmt">["options"], wanted: string) => {
  const option = options?.find((o) => "DefElem" in o && o.DefElem.defname === wanted);
  if (!option || !("DefElem" in option)) return false;
  return !["off", "false", "0"].includes(objectName(option.DefElem.arg) ?? "on");
};

/** Only FULL locks and rewrites; a plain VACUUM and ANALYZE run beside other work. */
export function vacuum(node: NodeOf<"VacuumStmt">, context: StatementContext): void {
  if (!hasOption(node.options, "full")) return;
  for (const one of node.rels ?? [undefined]) {
    const relation = one && "VacuumRelation" in one ? one.VacuumRelation.relation : undefined;
    const target = relation ? { ...tableTarget(relation), stateful: false } : null;
    addAct(context, {
      effect: "stop",
      phrase: `Rewrites and locks ${target?.id ?? "every table"}`,
      target,
      undo: BACK,
    });
  }
}

export function reindex(node: NodeOf<"ReindexStmt">, context: StatementContext): void {
  if (hasOption(node.params, "concurrently")) return;
  const id = objectName(node.relation) ?? node.name ?? "the whole database";
  const isTable = node.kind === "REINDEX_OBJECT_TABLE";
  addAct(context, {
    effect: "stop",
    phrase: `Locks ${id} against writes, to build indexes anew`,
    target: {
      type: `postgresql.${(node.kind ?? "").replace("REINDEX_OBJECT_", "").toLowerCase()}`,
      id,
      table: isTable ? id : null,
      stateful: false,
    },
    undo: BACK,
  });
}
