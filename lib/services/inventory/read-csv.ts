import { RegisterResourceSchema, type GivenResource } from "@/lib/contract/inventory";
import type { FieldError } from "@/lib/core/error";
import { momentFrom } from "@/lib/core/inventory";
import { faultAt, POINT_COLUMNS, readCsvTable, RESOURCE_COLUMNS, type CsvRow } from "./csv-table";
import { importRefused, type Fault } from "./fault";

/** A resource of an import, and how to speak of its parts. */
export interface Entry {
  readonly given: GivenResource;
  readonly fault: Fault;
}

/** The lines of one resource: the first says what it is, and each may name a recovery point. */
interface Lines {
  readonly first: CsvRow;
  /** Of each recovery point. */
  readonly points: CsvRow[];
}

/**
 * One line for a resource; where it has several recovery points, a further line for each, which needs
 * to repeat type and pattern only. Errors: validation_failed, naming each line and column.
 */
export function readCsv(text: string): Entry[] {
  const { columns, rows } = readCsvTable(text);
  const faults: FieldError[] = [];
  const resources = gather(rows, faults);
  const entries = resources.flatMap((lines): Entry[] => {
    const fault: Fault = (path, detail) => faultIn(lines, path, detail);
    const parsed = RegisterResourceSchema.safeParse({
      ...resourceOf(lines.first),
      ...(columns.has("recovery_point") && { recovery_points: lines.points.map(pointOf) }),
    });
    if (parsed.success) return [{ given: parsed.data, fault }];
    faults.push(...parsed.error.issues.map(({ path, message }) => fault(path, message)));
    return [];
  });
  if (faults.length > 0) throw importRefused(faults);
  return entries;
}

const namesPoint = ({ cells }: CsvRow) =>
  Object.keys(POINT_COLUMNS).some((c) => cells.has(c as never));

function gather(rows: readonly CsvRow[], faults: FieldError[]): Lines[] {
  const found = new Map<string, Lines>();
  for (const row of rows) {
    const key = `${row.cells.get("type")}\n${row.cells.get("pattern")}`;
    const earlier = found.get(key);
    if (!earlier) {
      found.set(key, { first: row, points: namesPoint(row) ? [row] : [] });
      continue;
    }
    const { line } = earlier.first;
    if (!namesPoint(row))
      faults.push(
        faultAt(row.line, `It is on line ${line} already; a further line names a recovery point.`),
      );
    for (const column of RESOURCE_COLUMNS) {
      const said = row.cells.get(column);
      if (said !== undefined && said !== earlier.first.cells.get(column))
        faults.push(
          faultAt(row.line, `Line ${line} says something else; leave it blank here.`, column),
        );
    }
    earlier.points.push(row);
  }
  return [...found.values()];
}

function resourceOf({ cells }: CsvRow): Record<string, unknown> {
  const { stateful, dependents, ...rest } = Object.fromEntries(
    RESOURCE_COLUMNS.flatMap((column) => (cells.has(column) ? [[column, cells.get(column)]] : [])),
  ) as Record<string, string>;
  return {
    ...rest,
    ...(stateful !== undefined && { stateful: truthOf(stateful) }),
    ...(dependents !== undefined && { dependents: dependents.split(/[\s,]+/).filter(Boolean) }),
  };
}

/** What is neither goes on as it is, and is refused. */
function truthOf(text: string): boolean | string {
  if (/^(yes|true|1)$/i.test(text)) return true;
  return /^(no|false|0)$/i.test(text) ? false : text;
}

const pointOf = ({ cells }: CsvRow) =>
  Object.fromEntries(
    Object.entries(POINT_COLUMNS).flatMap(([column, member]) => {
      const said = cells.get(column as keyof typeof POINT_COLUMNS);
      return said === undefined ? [] : [[member, momentFrom(said)]];
    }),
  );

function faultIn(
  { first, points }: Lines,
  path: readonly PropertyKey[],
  detail: string,
): FieldError {
  const [member, i, ofPoint] = path;
  if (member !== "recovery_points") return faultAt(first.line, detail, String(member));
  const column = Object.entries(POINT_COLUMNS).find(([, name]) => name === ofPoint)?.[0];
  return faultAt(points[Number(i)]?.line ?? first.line, detail, column);
}
