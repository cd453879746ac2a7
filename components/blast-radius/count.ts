import type { CountFact } from "@/lib/contract/blast-radius";

const BOUND = {
  exact: "",
  estimate: "about ",
  at_least: "≥ ",
  at_most: "≤ ",
  unknown: "",
} as const;

/** `≥ 118,204`; null for what isn't known, which never reads as zero. */
export function countText(fact: CountFact): string | null {
  if (fact.value === null || fact.bound === "unknown") return null;
  return BOUND[fact.bound] + fact.value.toLocaleString("en");
}

/** A size in bytes as `41.2 GB` (decimal), or null. */
export function sizeText(fact: CountFact): string | null {
  if (fact.value === null || fact.bound === "unknown") return null;
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, fact.value)) / 3));
  const figure = fact.value / 1000 ** power;
  return `${BOUND[fact.bound]}${figure.toLocaleString("en", { maximumFractionDigits: 1 })} ${units[power]}`;
}
