import type { EffectKind } from "@/lib/core/impact";
import type { Variant } from "../cli/cli";
import type { Judged } from "./judged";
import type { ReadArguments } from "./options";
import { effectsOfWords } from "./words";
import type { Argument } from "./word";

export const splitList = (list: string) => list.split(" ").filter(Boolean);

/** Given, and not as `--force=false`. */
export const isGiven = ({ options }: ReadArguments, spec: string) =>
  options.some(({ name, value }) =>
    spec.includes("=") && spec.startsWith(`${name}=`)
      ? value?.text === spec.slice(name.length + 1)
      : name === spec && value?.text !== "false",
  );

/** Whether what it asks for is there. */
export function fits(variant: Variant, all: ReadArguments, operands: readonly Argument[]): boolean {
  const { options, value, operand, operandsMin = 0, firstUnlike, afterDashes, without } = variant;
  // What isn't whole before the run is of no form.
  const [first] = operands;
  if (firstUnlike && (!first || (first.dynamic === null && firstUnlike.test(first.text))))
    return false;
  if (operands.length < operandsMin) return false;
  if (afterDashes && (all.beforeDashes ?? Infinity) >= all.operands.length) return false;
  if (options !== undefined && !splitList(options).some((one) => isGiven(all, one))) return false;
  if (value !== undefined && !splitList(options ?? "").some((one) => valueFits(all, one, value)))
    return false;
  if (without !== undefined && splitList(without).some((one) => isGiven(all, one))) return false;
  return operand === undefined || operands.some(({ text }) => operand.test(text));
}

const valueFits = ({ options }: ReadArguments, option: string, wanted: RegExp) =>
  options.some(({ name, value }) => name === option && value !== null && wanted.test(value.text));

/** What the rule, its variants and the doubts about the words make of it. */
export function effectsOf(judged: Omit<Judged, "effects" | "label">): EffectKind[] {
  const { cli, rule, read: all, operands, variants } = judged;
  if (judged.dry) return [];
  const isSure = all.strange.length === 0 && !operands.some(({ loose }) => loose);
  const instead = variants.filter((variant) => variant.instead);
  const effects = new Set<EffectKind>(
    instead.length > 0 ? instead.flatMap(({ does }) => does) : rule.does,
  );
  for (const variant of variants) for (const kind of variant.does) effects.add(kind);
  if (cli.unsureWith && splitList(cli.unsureWith).some((one) => isGiven(all, one)))
    effects.add("unknown");
  if (rule.words) return effectsOfWords(rule.words, judged);
  if ((rule.unsure && instead.length === 0) || variants.some(({ unsure }) => unsure))
    effects.add("unknown");
  // Harmless, or only adding, if each of its words is known to be.
  const isGentle = [...effects].every((kind) => kind === "create");
  if (isGentle && !isSure && !cli.anyOption && rule.hand?.to !== "aws") effects.add("unknown");
  // What else it does tells more.
  if (effects.size > 1) effects.delete("create");
  return [...effects];
}

/** The last word on it counts: `--dry-run=client --dry-run=none` runs. */
export function isDry({ options }: ReadArguments, dry: string): boolean {
  const specs = splitList(dry);
  const names = new Set(specs.map((spec) => spec.split("=")[0]));
  const said = options.filter(({ name }) => names.has(name));
  return (
    said.length > 0 &&
    said.every(({ name, value }) =>
      value === null || value.text === "true"
        ? specs.includes(name)
        : specs.includes(`${name}=${value.text}`),
    )
  );
}
