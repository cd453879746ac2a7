import { InvalidArgumentError } from "commander";

const UNITS_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Whole seconds of `90d`, `12h`, `45m`, `30s`, or a bare number of seconds; for a commander option. */
export function parseDuration(text: string): number {
  const [, digits, unit = "s"] = /^(\d{1,9})([smhd])?$/.exec(text) ?? [];
  const factor = UNITS_S[unit];
  if (digits === undefined || factor === undefined)
    throw new InvalidArgumentError("Give a duration such as 30d, 12h, 45m or 90s.");
  return Number(digits) * factor;
}
