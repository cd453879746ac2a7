import type { Node } from "libpg-query";
import { effectsByName } from "../mutation-name";
import { UNKNOWN_UNDO, type SqlTarget } from "./act";
import { FUNCTION_RULES, type FunctionRule } from "./function-rules";
import { HARMLESS_FUNCTIONS } from "./harmless-functions";
import { objectName } from "./object-name";
import { applySetting } from "./session-changes";
import { addAct, askAbout, type StatementContext } from "./statement-context";
import type { NodeOf, When } from "./walk-tree";

/** What a call does, by its function's name. Whatever isn't known of it is never harmless. */
export function callFunction(
  node: NodeOf<"FuncCall">,
  context: StatementContext,
  when: When,
): void {
  const parts = (node.funcname ?? []).map((part) => objectName(part) ?? "");
  const name = parts.at(-1) ?? "";
  const shown = parts.join(".");
  const ours = parts.length === 1 || parts[0] === "pg_catalog";
  if (ours && HARMLESS_FUNCTIONS.has(name)) return;
  const known = Object.hasOwn(FUNCTION_RULES, name) ? FUNCTION_RULES[name] : undefined;
  const first = literalText(node.args?.[0]);
  const isSetting = ours && name === "set_config" && first !== null;
  // Those are volatile, and the planner doesn't call what is.
  if (when === "planned" && (known || isSetting)) return;
  if (isSetting) return applySetting(first, literalText(node.args?.[1]) ?? "…", context);
  // Any column that numbers its rows has it as the default.
  if (when === "later" && name === "nextval") return;
  if (known)
    return addKnown(
      { ...context, when: when === "later" ? "Later" : context.when },
      known,
      shown,
      first,
    );
  askAbout(
    context,
    `What does the function ${shown} do?`,
    when === "planned"
      ? "EXPLAIN may call it while planning, and Countersign doesn't know it."
      : "It isn't one of PostgreSQL's own that are known to change nothing.",
    "Read its definition: \\sf in psql, or pg_get_functiondef.",
  );
  // Its name can make things worse, never better.
  const named = effectsByName(name);
  for (const effect of named.length > 0 ? named : (["unknown"] as const))
    addAct(context, {
      effect,
      phrase:
        when === "later"
          ? `Defines something that calls ${shown}, which isn't known`
          : `Calls ${shown}, which isn't known${named.length > 0 ? `, but by its name does: ${effect}` : ""}`,
      target: { type: "postgresql.function", id: shown, table: null, stateful: null },
      undo: UNKNOWN_UNDO,
    });
}

function addKnown(
  context: StatementContext,
  rule: FunctionRule,
  shown: string,
  first: string | null,
): void {
  const target: SqlTarget | null =
    rule.type === null
      ? { type: "postgresql.server", id: "(the server)", table: null, stateful: rule.stateful }
      : {
          type: `postgresql.${rule.type}`,
          id: first ?? `(what ${shown} is given)`,
          table: rule.type === "table" ? first : null,
          stateful: rule.stateful,
        };
  addAct(context, {
    effect: rule.effect,
    phrase: `${rule.says.replace("{}", () => first ?? "(what it is given)")} (${shown})`,
    target,
    undo: rule.undo,
  });
  if (rule.effect === "unknown" || first === null)
    askAbout(
      context,
      `What does the call of ${shown} do?`,
      first === null && rule.type !== null
        ? "Which one it acts on is only known when it runs."
        : "What it leads to isn't in the SQL.",
    );
}

/** A value that is written out: `'s.q'`, `12`, `'s.q'::regclass`. */
export function literalText(node: Node | undefined): string | null {
  if (!node) return null;
  if ("TypeCast" in node) return literalText(node.TypeCast.arg);
  if (!("A_Const" in node)) return null;
  const { sval, ival, fval } = node.A_Const;
  if (sval) return sval.sval ?? "";
  if (ival) return String(ival.ival ?? 0);
  return fval?.fval ?? null;
}
