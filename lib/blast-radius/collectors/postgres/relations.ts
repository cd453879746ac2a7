import type { RangeVar } from "libpg-query";
import type { ReadOnlySession } from "@/lib/core/read-only-session";
import { findNamed, nameOf, type Catalog, type Table } from "./catalog";

/** What a name means, or why that can't be said or looked into. */
export type Resolved =
  { readonly table: Table } | { readonly why: string; readonly missing: boolean };

const ROWS = ["r", "p", "m"];

/** The table that a statement names, if it can be read whole and without running anybody's code. */
export async function resolve(
  session: ReadOnlySession,
  catalog: Catalog,
  range: RangeVar,
): Promise<Resolved> {
  const { schemaname = null, relname = "" } = range;
  const found = await findNamed(session, schemaname, relname);
  const name = schemaname === null ? relname : nameOf({ schema: schemaname, name: relname });
  const [meant] = schemaname === null ? found.filter(({ visible }) => visible) : found;
  const elsewhere = found.filter((table) => table !== meant && table.schema !== "pg_catalog");
  const others = elsewhere.map(nameOf).join(", ");
  if (!meant)
    return {
      missing: elsewhere.length === 0,
      why: others
        ? `Which table ${name} is depends on the search_path of what executes it; there is ${others}.`
        : `There is no ${name} in the database that was looked at.`,
    };
  // Ours may differ from that of the role by which it is executed.
  if (elsewhere.length > 0)
    return {
      missing: false,
      why: `Which table ${name} is depends on the search_path of what executes it: ${nameOf(meant)} or ${others}.`,
    };
  const why = unreadable(catalog, meant);
  return why === null ? { table: meant } : { why, missing: false };
}

/** Why a count of its rows would be wrong, or would run code or reach another server. */
export function unreadable(catalog: Catalog, table: Table): string | null {
  const name = nameOf(table);
  if (!ROWS.includes(table.kind)) return `${name} is a view or a foreign table.`;
  if (catalog.isForeign(table.oid)) return `A part of ${name} is a foreign table.`;
  if (!table.readable) return `The role that looks may not read ${name}.`;
  if (table.rowSecurity) return `Row security hides rows of ${name} from the role that looks.`;
  return null;
}

/** Every name that a part of a statement selects from, and those of its own CTEs. */
function relationsIn(tree: unknown): { ranges: RangeVar[]; cteNames: Set<string> } {
  const ranges: RangeVar[] = [];
  const cteNames = new Set<string>();
  const open = [tree];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== "object" || node === null) continue;
    for (const [type, value] of Object.entries(node)) {
      if (type === "RangeVar") ranges.push(value as RangeVar);
      if (type === "CommonTableExpr") cteNames.add((value as { ctename?: string }).ctename ?? "");
      open.push(value);
    }
  }
  return { ranges, cteNames };
}

/** The tables that a part of a statement reads, or why one of them can't be read for a count. */
export async function tablesRead(
  session: ReadOnlySession,
  catalog: Catalog,
  tree: unknown,
): Promise<{ readonly tables: Table[] } | { readonly why: string }> {
  const { ranges, cteNames } = relationsIn(tree);
  const tables = new Map<number, Table>();
  for (const range of ranges) {
    const found = await resolve(session, catalog, range);
    if ("table" in found) tables.set(found.table.oid, found.table);
    // A CTE's name is one only where it is in scope: else it is a relation's, and judged as that.
    else if (!found.missing || !isCte(range, cteNames)) return found;
  }
  return { tables: [...tables.values()] };
}

const isCte = ({ schemaname, relname = "" }: RangeVar, names: ReadonlySet<string>) =>
  schemaname === undefined && names.has(relname);
