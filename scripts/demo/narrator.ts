import type { Operation } from "@/client/agent";
import type { BlastRadiusSummary } from "@/lib/contract/blast-radius";
import { visibleText } from "@/lib/core/untrusted-text";
import { paint, table } from "../terminal";
import type { Volume } from "./provider";

const say = (text = "") => process.stdout.write(`${text}\n`);
const indent = (text: string) => text.replace(/^/gm, "  ");

export function step(title: string, ...lines: string[]): void {
  tell(paint.cyan("●"), title, lines);
}

/** A step that settles something, under its own mark. */
export function verdict(sign: string, title: string, ...lines: string[]): void {
  tell(sign, title, lines);
}

function tell(sign: string, title: string, lines: readonly string[]): void {
  say(`\n${sign} ${paint.bold(title)}`);
  for (const line of lines) say(indent(line));
}

export const mark = {
  good: paint.green("✓"),
  bad: paint.red("✗"),
  unsure: paint.yellow("?"),
};

const number = new Intl.NumberFormat("en-US");

export const volumeTable = (volumes: readonly Volume[]): string =>
  table(
    ["VOLUME", "NAME", "ENVIRONMENT", "RECORDS", "BACKUPS INSIDE"],
    volumes.map((one) => [
      one.id,
      one.name,
      one.environment,
      number.format(one.records),
      String(one.backups.length),
    ]),
  );

const VERDICTS: Readonly<Record<string, string>> = {
  supported: mark.good,
  contradicted: mark.bad,
  unverifiable: mark.unsure,
};
const RISKS: Readonly<Record<string, (text: string) => string>> = {
  low: paint.green,
  medium: paint.yellow,
};
const LINE_CHARS_MAX = 96;

/** A mark, a heading, and below it what others wrote, in lines that fit. */
function item(sign: string, heading: string, text: string): string {
  return [
    `${sign} ${heading}`,
    ...wrap(visibleText(text)).map((line) => `    ${paint.dim(line)}`),
  ].join("\n");
}

function wrap(text: string): string[] {
  const width = Math.min(process.stdout.columns || LINE_CHARS_MAX, LINE_CHARS_MAX) - 6;
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    const longer = `${lines[last]} ${word}`.trimStart();
    if (longer.length <= width || lines[last] === "") lines[last] = longer;
    else lines.push(word);
  }
  return lines;
}

/** What Countersign found out, in the order in which it matters. */
export function blastRadius(operation: Operation): void {
  const report = operation.blast_radius as unknown as BlastRadiusSummary;
  const risk = RISKS[operation.risk] ?? paint.red;
  const { value, because } = report.reversibility;
  step(
    `Countersign computed the blast radius: ${risk(paint.bold(`${operation.risk} risk`))}`,
    paint.bold(visibleText(report.headline)),
    ...report.claims.map((claim) =>
      item(
        VERDICTS[claim.verdict] ?? mark.unsure,
        `The agent says ${visibleText(`${claim.claim}: ${claim.said}`)}. Evidence: ${paint.bold(claim.verdict)}.`,
        claim.because,
      ),
    ),
    item(value === "reversible" ? mark.good : mark.bad, `Undo: ${paint.bold(value)}.`, because),
    ...(report.unknowns.length === 0
      ? []
      : [
          `${mark.unsure} Not known, and so not taken for harmless:`,
          ...report.unknowns.map(({ what }) => `    ${paint.dim(visibleText(what))}`),
        ]),
  );
}

/** `12,751 records, 3 backups`. */
export const figures = (actual: Readonly<Record<string, unknown>>): string =>
  Object.entries(actual)
    .map(([name, value]) =>
      visibleText(`${typeof value === "number" ? number.format(value) : String(value)} ${name}`),
    )
    .join(", ");

const REDRAW_MS = 1000;

/** Counts down on one line while people decide; where nobody watches a terminal, it says it once. */
export function startWaiting(until: Date): { stop(): void } {
  const line = () => {
    const left_s = Math.max(0, Math.round((until.getTime() - Date.now()) / 1000));
    const clock = `${Math.floor(left_s / 60)}:${String(left_s % 60).padStart(2, "0")}`;
    return `  ${paint.yellow("…")} Waiting for the decision, ${clock} left. Ctrl-C cancels the operation.`;
  };
  if (!process.stdout.isTTY) {
    say(line());
    return { stop: () => undefined };
  }
  const draw = () => process.stdout.write(`\r${line()}\u001b[K`);
  draw();
  const timer = setInterval(draw, REDRAW_MS);
  return {
    stop() {
      clearInterval(timer);
      process.stdout.write("\r\u001b[K");
    },
  };
}
