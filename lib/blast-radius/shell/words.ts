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
  /^(list|ls|show|describe|get|logs?|read|status|info|version|search|help|query|tail|exists|what-if|lookup|list-[\w-]+|show-[\w-]+|describe-[\w-]+|check-[\w-]+|get-[\w-]+|print-(access|identity)-token)$/i;
const COPIES = /^(cp|rsync)$/i;
const LETS_IN = /^(add|set|remove)-iam-policy(-binding)?$/i;
/** What is made and then runs, takes the place of something, or says who reaches what. */
const DOES_MORE =
  /job|build|deploy|release|rollout|execution|trigger|schedule|workflow|route|url-map|forwarding|record|transaction|target|peer|vpn|user|account|iam|firewall|role|key|polic|access|binding|tag/i;
const WRITES =
  /^(create|update|patch|set|add|edit|apply|import|run|deploy|start|resize|rotate|move|failover|promote|rest|invoke|exec|put|post|assign|grant|attach|upgrade|migrate|mv|cp|sync|rsync|scp|ssh|call|execute|submit|publish|write|send|activate|get-credentials|seek|ack|drain|pull|clone|recreate|abandon|restore|rename|export|resume|reschedule|lift|unlock|modify|change|commit|approve|reject|cancel|purge|flush|expire|acquire|release|convert|transfer|replace|swap|renew|regenerate|simulate|perform|begin|open|connect|bulk|copy|download|upload|wait|config|configure|failback|switchover|demote|mute|login|use|switch|select|init|mark|ingest|request|register|respond|accept|undelete|reimage|redeploy|reapply|repair|capture|generalize|restart|reload|reset|rollback)(-|$)/i;
/** Products whose name is a verb: `gcloud run services list`. */
const PRODUCTS = /^(run|deploy|transfer|config)$/i;

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
  { operands, read: all, rule }: Pick<Judged, "operands" | "read" | "rule">,
): EffectKind[] {
  const words = operands.slice(0, VERBS_MAX).map(({ text }) => text);
  const options = all.options.map(({ name }) => name);
  const named = [...words, ...options].flatMap((word): EffectKind[] => {
    if (SHORT_DELETES.test(word)) return ["delete"];
    if (COPIES.test(word)) return ["overwrite", "unknown"];
    return LETS_IN.test(word) ? ["permission_change"] : effectsByName(word);
  });
  if (named.length > 0) return [...new Set(named)].sort((a, b) => rank(a) - rank(b));
  if (rule.creates && addsOnly(operands)) return ["create"];
  const reads =
    operands.every(({ dynamic }) => dynamic === null) &&
    words.some((word) => READS.test(word)) &&
    !words.some((word, at) => WRITES.test(word) && !(at === 0 && PRODUCTS.test(word)));
  return how === "cloud" && reads ? [] : ["unknown"];
}

/** `compute snapshots create name`: `create` is the verb, and what it makes neither runs nor lets in. */
function addsOnly(operands: Judged["operands"]): boolean {
  const at = operands.findIndex(({ text }) => text === "create");
  const group = operands.slice(0, at);
  return (
    at > 0 &&
    at < VERBS_MAX &&
    operands.every(({ loose }) => !loose) &&
    group.every(({ text, dynamic }) => dynamic === null && /^[a-z][a-z0-9-]*$/.test(text)) &&
    !group.some(({ text }) => DOES_MORE.test(text) || WRITES.test(text))
  );
}
