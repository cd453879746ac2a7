import type { EffectKind } from "@/lib/core/impact";
import type { Cli, Variant } from "../cli/cli";
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
  const named = splitList(options ?? "");
  // What isn't whole before the run is of no form.
  const [first] = operands;
  if (firstUnlike && (!first || (first.dynamic === null && firstUnlike.test(first.text))))
    return false;
  if (operands.length < operandsMin) return false;
  if (variant.everyOperand && !areAllLike(operands, variant.everyOperand)) return false;
  if (afterDashes && (all.beforeDashes ?? Infinity) >= all.operands.length) return false;
  if (options !== undefined && !named.some((one) => isGiven(all, one))) return false;
  if (value !== undefined && !named.some((one) => valueFits(all, one, value))) return false;
  if (variant.valueUnlike && !isAnyUnlike(all, named, variant.valueUnlike)) return false;
  if (without !== undefined && splitList(without).some((one) => isGiven(all, one))) return false;
  return operand === undefined || operands.some(({ text }) => operand.test(text));
}

const valueFits = ({ options }: ReadArguments, option: string, wanted: RegExp) =>
  options.some(({ name, value }) => name === option && value !== null && wanted.test(value.text));

const areAllLike = (operands: readonly Argument[], form: RegExp) =>
  operands.length > 0 &&
  operands.every(({ text, dynamic, pattern }) => dynamic === null && !pattern && form.test(text));

/** What isn't whole before the run is of no form, as no value is. */
const isAnyUnlike = ({ options }: ReadArguments, names: readonly string[], form: RegExp) =>
  options.some(
    ({ name, value }) =>
      names.includes(name) && (value === null || value.dynamic !== null || !form.test(value.text)),
  );

/** Whether it is told to run what it is given, whatever else it does. */
export const isUnsure = ({ unsureWith = "" }: Cli, all: ReadArguments) =>
  splitList(unsureWith).some((one) => isGiven(all, one));

/** Whether each of its words is known for what it is. */
export const isSureOf = (
  { connects }: Cli,
  { strange, options }: ReadArguments,
  operands: readonly Argument[],
) =>
  strange.length === 0 &&
  !options.some(({ value }) => value?.splits) &&
  !operands.some(({ loose, address }) => loose && !(connects && address));

/** What the rule, its variants and the doubts about the words make of it. */
export function effectsOf(judged: Omit<Judged, "effects" | "label">): EffectKind[] {
  const { cli, rule, read: all, operands, variants } = judged;
  if (judged.dry) return [];
  const isSure = isSureOf(cli, all, operands);
  const instead = variants.filter((variant) => variant.instead);
  const effects = new Set<EffectKind>(
    instead.length > 0 ? instead.flatMap(({ does }) => does) : rule.does,
  );
  for (const variant of variants) for (const kind of variant.does) effects.add(kind);
  if (isUnsure(cli, all)) effects.add("unknown");
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
