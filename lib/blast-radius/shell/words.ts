import type { EffectKind } from "@/lib/core/impact";
import { effectsByName } from "../mutation-name";
import type { Judged } from "./judged";

/** Groups and verbs come first; names of things are rarely effects, and then it is worse than it is. */
const VERBS_MAX = 5;
const SHORT_DELETES = /^(rm|rb|del|rmi|forget)$/i;
/** The gravest first: it stands for the whole. */
const GRAVE: readonly EffectKind[] = ["delete", "truncate", "overwrite", "replace"];
const rank = (kind: EffectKind) => (GRAVE.includes(kind) ? GRAVE.indexOf(kind) : GRAVE.length);
const READS =
  /^(list|ls|show|describe|get|logs?|status|info|version|search|help|list-\w+|describe-\w+)$/i;
const WRITES =
  /^(create|update|patch|set|add|edit|apply|import|run|deploy|start|resize|rotate|move|failover|promote|rest|invoke|exec|put|post|assign|grant|attach|upgrade|migrate|mv|cp|sync|rsync|scp|ssh|call|execute|submit|publish|write|send|activate|get-credentials)(-|$)/i;

/** The words up to the one that says what is done; what follows are names, and may be secrets. */
export function verbIn(words: readonly string[]): string {
  const at = words.findIndex(
    (word) => SHORT_DELETES.test(word) || effectsByName(word).length > 0 || READS.test(word),
  );
  return words
    .slice(0, at < 0 ? 1 : Math.min(at + 1, VERBS_MAX))
    .filter((word) => /^[a-z][a-z0-9:_-]{0,40}$/i.test(word))
    .join(" ");
}

/** What a command says of itself in its words. */
export function effectsOfWords(
  how: "cloud" | "strict",
  { operands, read: all }: Pick<Judged, "operands" | "read">,
): EffectKind[] {
  const words = operands.slice(0, VERBS_MAX).map(({ text }) => text);
  const options = all.options.map(({ name }) => name);
  const named = [...words, ...options].flatMap((word) =>
    SHORT_DELETES.test(word) ? ["delete" as const] : effectsByName(word),
  );
  if (named.length > 0) return [...new Set(named)].sort((a, b) => rank(a) - rank(b));
  const reads =
    operands.every(({ dynamic }) => dynamic === null) &&
    words.some((word) => READS.test(word)) &&
    !words.some((word) => WRITES.test(word));
  return how === "cloud" && reads ? [] : ["unknown"];
}
