import { visibleText } from "@/lib/core/untrusted-text";

const colourful = process.stdout.isTTY && !process.env["NO_COLOR"];
const style = (on: number, off: number) => (text: string) =>
  colourful ? `\u001b[${on}m${text}\u001b[${off}m` : text;

/** Emphasis for a terminal that shows it; elsewhere the text alone, which says everything. */
export const paint = {
  bold: style(1, 22),
  dim: style(2, 22),
  underline: style(4, 24),
  red: style(31, 39),
  green: style(32, 39),
  yellow: style(33, 39),
  cyan: style(36, 39),
};

/** Columns in line under their headings. Cells may hold what others wrote: nothing of it controls the terminal. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => visibleText(cell)));
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...cells.map((row) => row[i]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd();
  return [paint.dim(line(headings)), ...cells.map(line)].join("\n");
}

/** `label   value` lines; a value of null isn't shown. */
export function details(
  entries: readonly (readonly [label: string, value: string | null])[],
): string {
  const shown = entries.filter((entry): entry is [string, string] => entry[1] !== null);
  const width = Math.max(...shown.map(([label]) => label.length));
  return shown
    .map(([label, value]) => `${paint.dim(label.padEnd(width))}  ${visibleText(value)}`)
    .join("\n");
}

/** `2026-11-24 14:02Z`, or a dash where it never was. */
export const moment = (at: string | null): string =>
  at === null ? "–" : `${at.slice(0, 16).replace("T", " ")}Z`;
