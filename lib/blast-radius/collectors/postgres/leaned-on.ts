/** A name, with the schema that it was given; null where none was. */
export interface Name {
  readonly schema: string | null;
  readonly name: string;
}

/** What an expression leans on that somebody could have given code of their own. */
export interface LeanedOn {
  readonly functions: Name[];
  readonly types: Name[];
  readonly operators: Set<string>;
  /** `x.f`: a column, or a function of the row. */
  readonly fields: string[];
  parameter: boolean;
  tableFunction: boolean;
}

/** BETWEEN, IN, CASE, USING, DISTINCT and ORDER BY compare without naming an operator. */
const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="];

type Walk = (found: LeanedOn, value: never) => unknown;

const BY_TYPE: Readonly<Record<string, Walk>> = {
  FuncCall: (found, { funcname }: { funcname?: unknown }) => found.functions.push(named(funcname)),
  A_Expr: (found, { name }: { name?: unknown }) => found.operators.add(named(name).name),
  SubLink: (found, { operName }: { operName?: unknown }) =>
    operName && found.operators.add(named(operName).name),
  SortBy: (found, { useOp }: { useOp?: unknown }) =>
    useOp && found.operators.add(named(useOp).name),
  typeName: noteType,
  TypeName: noteType,
  ColumnRef: (found, { fields }: { fields?: unknown }) =>
    found.fields.push(...stringsOf(fields).slice(1)),
  A_Indirection: (found, { indirection }: { indirection?: unknown }) =>
    found.fields.push(...stringsOf(indirection)),
  ParamRef: (found) => (found.parameter = true),
  RangeFunction: (found) => (found.tableFunction = true),
  RangeTableFunc: (found) => (found.tableFunction = true),
  JsonTable: (found) => (found.tableFunction = true),
  RangeTableSample: (found, { method }: { method?: unknown }) =>
    found.functions.push(named(method)),
};

function noteType(found: LeanedOn, { names }: { names?: unknown }): void {
  found.types.push(named(names));
}

/** Read off the parse tree, all of it: whatever is not known here is an expression of expressions. */
export function leanedOn(tree: unknown): LeanedOn {
  const found: LeanedOn = {
    functions: [],
    types: [],
    operators: new Set(COMPARISONS),
    fields: [],
    parameter: false,
    tableFunction: false,
  };
  const open = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== "object" || node === null) continue;
    for (const [type, value] of Object.entries(node)) {
      if (Object.hasOwn(BY_TYPE, type)) BY_TYPE[type]?.(found, value as never);
      open.push(value);
    }
  }
  return found;
}

const stringsOf = (nodes: unknown): string[] =>
  (Array.isArray(nodes) ? nodes : []).flatMap((node: { String?: { sval?: string } }) =>
    node.String ? [node.String.sval ?? ""] : [],
  );

function named(nodes: unknown): Name {
  const parts = stringsOf(nodes);
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? "" };
}
