/** A part of a MySQL parser's tree. Its members' types aren't relied on: each is looked at. */
export type MysqlNode = Readonly<Record<string, unknown>>;

export const asNode = (value: unknown): MysqlNode | null =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as MysqlNode)
    : null;

export const nodesIn = (value: unknown): MysqlNode[] => {
  const list: readonly unknown[] = Array.isArray(value) ? (value as unknown[]).flat() : [value];
  return list.map(asNode).filter((node) => node !== null);
};

/** Every node of a tree, at whatever depth, outer ones first. Without recursion. */
export function* allNodes(root: MysqlNode): Generator<MysqlNode> {
  const waiting: object[] = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const node = asNode(next);
    if (node) yield node;
    for (const member of (Object.values(next) as unknown[]).reverse())
      if (typeof member === "object" && member !== null) waiting.push(member);
  }
}

const part = (name: string) => (/[.`]/.test(name) ? `\`${name.replaceAll("`", "``")}\`` : name);

/** `db.table` as written, of a table's node, a name or a list of name parts; null where there is none. */
export function mysqlName(value: unknown): string | null {
  if (typeof value === "string") return part(value);
  const node = asNode(value);
  if (!node) return null;
  for (const key of ["table", "view", "trigger", "column", "index", "name", "value"])
    if (typeof node[key] === "string") {
      const schema = node["db"] ?? node["schema"];
      return [schema, node[key]]
        .filter((name) => typeof name === "string")
        .map(part)
        .join(".");
    }
  return null;
}
