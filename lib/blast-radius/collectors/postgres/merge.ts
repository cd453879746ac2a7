import type {
  DeleteStmt,
  MergeStmt,
  MergeWhenClause,
  Node,
  RangeVar,
  UpdateStmt,
} from "libpg-query";
import type { RowHit } from "./row-hit";

/** What MERGE does to rows that are there: as a DELETE, an UPDATE or both, each of its own tree. */
export type MergeHit =
  | { readonly kind: "merge"; readonly hits: readonly RowHit[]; readonly inserts: boolean }
  | { readonly kind: "uncountable"; readonly why: string };

const no = (why: string): MergeHit => ({ kind: "uncountable", why });

/**
 * For each pair of rows that its condition joins, the first clause that applies decides: a DELETE hits the
 * pairs for which no clause before it applies and one of its own does. Where a row is in several pairs,
 * PostgreSQL refuses to touch it twice.
 */
export function hitsOfMerge(merge: MergeStmt): MergeHit {
  const { relation, sourceRelation, joinCondition, withClause } = merge;
  const clauses = (merge.mergeWhenClauses ?? []).flatMap((node) =>
    "MergeWhenClause" in node ? [node.MergeWhenClause] : [],
  );
  if (!relation || !sourceRelation || !joinCondition) return no("Merge can't be read whole.");
  if (clauses.some((one) => isOfTarget(one) && acts(one)))
    return no("What it does to rows that nothing matches can't be counted ahead.");
  const matched = clauses.filter(({ matchKind }) => matchKind === "MERGE_WHEN_MATCHED");
  const common = { relation, ...(withClause ? { withClause } : {}) };
  const hits: RowHit[] = [];
  const deleted = pairsOf(matched, "CMD_DELETE");
  if (deleted !== null) {
    const statement: DeleteStmt = {
      ...common,
      usingClause: [sourceRelation],
      whereClause: both(joinCondition, deleted),
    };
    hits.push({ kind: "delete", statement, relation });
  }
  const updated = pairsOf(matched, "CMD_UPDATE");
  if (updated !== null) hits.push(updateOf(matched, both(joinCondition, updated)));
  return { kind: "merge", hits, inserts: clauses.some((one) => one.commandType === "CMD_INSERT") };

  function updateOf(of: readonly MergeWhenClause[], whereClause: Node): RowHit {
    const targetList = of.flatMap((one) =>
      one.commandType === "CMD_UPDATE" ? (one.targetList ?? []) : [],
    );
    const statement: UpdateStmt = {
      ...common,
      targetList,
      fromClause: [sourceRelation as Node],
      whereClause,
    };
    const columns = targetList.flatMap((node) =>
      "ResTarget" in node && node.ResTarget.name ? [node.ResTarget.name] : [],
    );
    return { kind: "update", statement, relation: relation as RangeVar, columns };
  }
}

const isOfTarget = ({ matchKind }: MergeWhenClause) =>
  matchKind === "MERGE_WHEN_NOT_MATCHED_BY_SOURCE";
const acts = ({ commandType }: MergeWhenClause) => commandType !== "CMD_NOTHING";

/** For which pairs a clause of that kind is the first that applies; null: there is none, true: for all. */
function pairsOf(clauses: readonly MergeWhenClause[], kind: string): Node | true | null {
  const ways: (Node | true)[] = [];
  const before: Node[] = [];
  for (const { commandType, condition } of clauses) {
    if (commandType === kind) {
      const all = [...before, ...(condition ? [condition] : [])];
      const [first] = all;
      ways.push(!first ? true : all.length === 1 ? first : joined("AND_EXPR", all));
    }
    // Behind a clause without a condition none is reached.
    if (!condition) break;
    before.push({ BooleanTest: { arg: condition, booltesttype: "IS_NOT_TRUE" } });
  }
  const [only] = ways;
  if (only === undefined) return null;
  if (ways.includes(true)) return true;
  return ways.length === 1
    ? only
    : joined(
        "OR_EXPR",
        ways.filter((way) => way !== true),
      );
}

const both = (condition: Node, pairs: Node | true): Node =>
  pairs === true ? condition : joined("AND_EXPR", [condition, pairs]);

const joined = (boolop: "AND_EXPR" | "OR_EXPR", args: Node[]): Node => ({
  BoolExpr: { boolop, args },
});
