import type { Operation } from "@/client/agent";
import type { BlastRadiusSummary } from "@/lib/contract/blast-radius";
import { visibleText } from "@/lib/core/untrusted-text";
import { paint, table } from "../terminal";
import type { Volume } from "./provider";

const say = (text = "") => process.stdout.write(`${text}\n`);
const indent = (text: string) => text.replace(/^/gm, "  ");

export function step(title: string, ...lines: string[]): void {
  say(`\n${paint.cyan("●")} ${paint.bold(title)}`);
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
  high: paint.red,
  critical: paint.red,
};

/** What Countersign found out, in the order in which it matters. */
export function blastRadius(operation: Operation): void {
  const report = operation.blast_radius as unknown as BlastRadiusSummary;
  const risk = RISKS[operation.risk] ?? paint.red;
  step(
    `Countersign computed the blast radius: ${risk(operation.risk)}`,
    paint.bold(visibleText(report.headline)),
    ...report.claims.map(
      ({ claim, said, verdict, because }) =>
        `${VERDICTS[verdict] ?? mark.unsure} The agent claims ${visibleText(`${claim}: ${said}`)}. ` +
        `${paint.bold(verdict)}: ${visibleText(because)}`,
    ),
    `${mark.unsure} Undo: ${report.reversibility.value}. ${visibleText(report.reversibility.because)}`,
    ...report.unknowns.map(
      ({ what, why }) => `${mark.unsure} Unknown: ${visibleText(what)}. ${visibleText(why)}`,
    ),
  );
}

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
