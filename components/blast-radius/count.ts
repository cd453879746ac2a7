import type { CountFact } from "@/lib/contract/blast-radius";

const BOUND = {
  exact: "",
  estimate: "about ",
  at_least: "at least ",
  at_most: "at most ",
  unknown: "",
} as const;

/** `at least 118,204`; null for what isn't known, which never reads as zero. */
export function countText(fact: CountFact): string | null {
  if (fact.value === null || fact.bound === "unknown") return null;
  return BOUND[fact.bound] + fact.value.toLocaleString("en");
}

/** A size as `at least 41.2 GiB`, or null. */
export function sizeText(fact: CountFact): string | null {
  if (fact.value === null || fact.bound === "unknown") return null;
  return BOUND[fact.bound] + bytesText(fact.value);
}

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** `41.2 GiB`: each unit is 1024 of the one before. */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const figure = bytes / 1024 ** power;
  return `${figure.toLocaleString("en", { maximumFractionDigits: 1 })} ${UNITS[power]}`;
}

/** `1 claim`, `2 claims`. */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
