import type { Reversibility } from "@/lib/core/impact";
import type { EffectKind } from "@/lib/core/impact";
import type { Deed } from "./deed";

const VERBS: Readonly<Record<EffectKind, string>> = {
  delete: "Deletes",
  replace: "Replaces",
  overwrite: "Overwrites",
  truncate: "Empties",
  detach: "Detaches",
  stop: "Stops",
  permission_change: "Changes access to",
  recovery_removal: "Removes",
  create: "Creates",
  unknown: "Does something unknown",
};

const UNDO = {
  irreversible: "; nothing shows that it can be undone",
  unknown: "; whether it can be undone isn't known",
} as const;

const GROUPS_MAX = 3;

/** One sentence from the facts: what the deeds do, the gravest first. */
export function headlineOf(deeds: readonly Deed[], undo: Reversibility | undefined): string {
  const groups = new Map<string, { verb: string; noun: string; count: number; more: boolean }>();
  for (const { effects, by, noun, targets, more } of deeds) {
    const [kind] = effects;
    if (!kind) continue;
    const verb = kind === "unknown" ? `${VERBS.unknown} (${by})` : VERBS[kind];
    const group = groups.get(`${verb} ${noun}`) ?? { verb, noun, count: 0, more: false };
    group.count += targets.length;
    group.more ||= more || targets.length === 0;
    groups.set(`${verb} ${noun}`, group);
  }
  if (groups.size === 0) return "Destroys nothing that could be found: it only reads or adds.";
  const known = [...groups.values()].filter(({ verb }) => !verb.startsWith(VERBS.unknown));
  const rest = [...groups.values()].filter(({ verb }) => verb.startsWith(VERBS.unknown));
  const ordered = [...known, ...rest];
  const parts = ordered.slice(0, GROUPS_MAX).map((group) => textOf(group));
  if (ordered.length > parts.length) parts.push(`${ordered.length - parts.length} more effects`);
  const end = undo === "irreversible" || undo === "unknown" ? UNDO[undo] : "";
  return `${parts.map((part, i) => (i === 0 ? part : lowerFirst(part))).join(", ")}${end}.`;
}

function textOf({
  verb,
  noun,
  count,
  more,
}: {
  verb: string;
  noun: string;
  count: number;
  more: boolean;
}) {
  if (verb.startsWith(VERBS.unknown)) return verb;
  if (count === 0) return `${verb} ${pluralOf(noun)} that it doesn't name`;
  return `${verb} ${more ? "at least " : ""}${count} ${count === 1 ? noun : pluralOf(noun)}`;
}

const pluralOf = (noun: string) =>
  /[^aeiou]y$/.test(noun)
    ? `${noun.slice(0, -1)}ies`
    : /(s|x|ch|sh)$/.test(noun)
      ? `${noun}es`
      : `${noun}s`;

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
