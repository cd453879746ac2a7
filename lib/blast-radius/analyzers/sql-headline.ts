import { quoted, type ClaimVerdict } from "../findings";
import type { SqlAct } from "../sql/act";
import { lowerFirst } from "../sql/statement-context";
import { reversibilityOf } from "./sql-impact";

const SAID_MAX = 3;

/** One sentence from the facts, the worst first; what contradicts the declaration comes before it. */
export function headlineOf(acts: readonly SqlAct[], verdicts: readonly ClaimVerdict[]): string {
  if (acts.length === 0) return "Only reads: nothing that it would change was found.";
  const phrases = [...new Set(acts.map(({ phrase }) => phrase))];
  const parts = phrases
    .slice(0, SAID_MAX)
    .map((phrase, i) => quoted(i === 0 ? phrase : lowerFirst(phrase)));
  const more = phrases.length - parts.length;
  if (more > 0) parts.push(`and ${more} more ${more === 1 ? "effect" : "effects"}`);
  const reversibility = reversibilityOf(acts)?.value;
  if (reversibility === "irreversible") parts.push("nothing shows that it can be undone");
  if (reversibility === "unknown") parts.push("whether it can be undone isn't known");
  const other = verdicts.find((v) => v.claim === "resource" && v.verdict === "contradicted");
  return `${other ? `${other.because} ` : ""}${parts.join("; ")}.`;
}
