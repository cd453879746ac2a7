import { CsvError, parse } from "csv-parse/sync";
import type { FieldError } from "@/lib/core/error";
import { importRefused } from "./fault";

/** A cell is at most as long as what it may hold; a quote that nobody closes ends here. */
const RECORD_LENGTH_MAX = 64 * 1024;
const REQUIRED = ["type", "pattern", "environment"] as const;
export const RESOURCE_COLUMNS = [
  ...REQUIRED,
  "name",
  "criticality",
  "stateful",
  "owner",
  "dependents",
] as const;
/** By column, the member of a recovery point. */
export const POINT_COLUMNS = {
  recovery_point: "name",
  taken_at: "taken_at",
  failure_domain: "failure_domain",
  deletable_by: "deletable_by",
  last_tested_restore: "last_tested_restore",
} as const;
export type Column = (typeof RESOURCE_COLUMNS)[number] | keyof typeof POINT_COLUMNS;
const COLUMNS: readonly string[] = [...RESOURCE_COLUMNS, ...Object.keys(POINT_COLUMNS)];

export interface CsvRow {
  /** In the file, counted from one: where the row ends. */
  readonly line: number;
  /** What isn't blank. */
  readonly cells: ReadonlyMap<Column, string>;
}

export const faultAt = (line: number, detail: string, column?: string): FieldError => ({
  pointer: "/csv",
  detail: `Line ${line}${column ? `, ${column}` : ""}: ${detail}`,
});

/** The rows under the heading line, in any order of columns. Errors: validation_failed. */
export function readCsvTable(text: string): { columns: ReadonlySet<Column>; rows: CsvRow[] } {
  const [heading, ...lines] = parseLines(text);
  if (!heading || lines.length === 0)
    throw importRefused([
      faultAt(
        1,
        `There is no resource below the heading line, which names ${REQUIRED.join(", ")}.`,
      ),
    ]);
  const columns = heading.record.map((name) => name.toLowerCase());
  const faults = columns.flatMap((name, i) => {
    if (!COLUMNS.includes(name))
      return [faultAt(1, `There is no column "${name}". There are: ${COLUMNS.join(", ")}.`)];
    return columns.indexOf(name) < i ? [faultAt(1, `The column ${name} is there twice.`)] : [];
  });
  for (const name of REQUIRED)
    if (!columns.includes(name)) faults.push(faultAt(1, `The column ${name} is missing.`));
  for (const { record, line } of lines)
    if (record.slice(columns.length).some((cell) => cell !== ""))
      faults.push(faultAt(line, "There are more cells than the heading line has."));
  if (faults.length > 0) throw importRefused(faults);
  return {
    columns: new Set(columns as Column[]),
    rows: lines.map(({ record, line }) => ({
      line,
      cells: new Map(
        (columns as Column[]).flatMap((name, i) => (record[i] ? [[name, record[i]] as const] : [])),
      ),
    })),
  };
}

interface CsvLine {
  record: string[];
  line: number;
}

function parseLines(text: string): CsvLine[] {
  try {
    const parsed = parse(text, {
      bom: true,
      trim: true,
      info: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: RECORD_LENGTH_MAX,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed
      .map(({ record, info }) => ({ record, line: info.lines }))
      .filter(({ record }) => record.some((cell) => cell !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? error["lines"] : 1;
    throw importRefused([faultAt(line, "This isn't CSV: look at the quotes.")]);
  }
}

/** Spreadsheets write what their language separates numbers by. */
function delimiterOf(text: string): string {
  const heading = text.slice(0, Math.max(0, text.search(/[\r\n]/))) || text;
  return [",", ";", "\t"].find((delimiter) => heading.includes(delimiter)) ?? ",";
}
