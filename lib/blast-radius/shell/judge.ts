import { ADDED, type Cli, type CliRule } from "../cli/cli";
import { PLAIN_DEED, type Deed, type Undo } from "../deeds/deed";
import { undoWithin } from "../undo-window";
import { quoted } from "../findings";
import { effectsOf, fits, isDry, isGiven, isSureOf, isUnsure, splitList } from "./effects";
import { handOn } from "./hand";
import { optionTable, readArguments, type OptionTable } from "./options";
import { scopeOf } from "./scope";
import { targetsOf } from "./targets";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { openQuestions } from "./questions";
import { verbIn } from "./words";
import type { Judged } from "./judged";
import type { Input } from "./walk";
import type { Argument } from "./word";

/** The longest subcommand that a grammar names: `compute instances delete`, and one more. */
const SUBCOMMAND_WORDS_MAX = 5;

/** What a command of a known program does, into `reading`. */
export function judgeCommand(
  grammar: Cli,
  name: string,
  args: readonly Argument[],
  setting: Setting,
  reading: Reading,
): void {
  const [only, ...others] = args;
  if (only && others.length === 0 && explains(grammar, only.text)) return;
  const cli = { ...grammar, names: [name] };
  const judged = worstOf(cli, args);
  if (judged === null) {
    const word = args.find(({ text }) => !text.startsWith("-"));
    return reading.add(
      unknownDeed(name, {
        what: word ? `What does ${name} do with ${quoted(word.text)}?` : `What does ${name} do?`,
        why: word?.dynamic ?? `Countersign has no rules for this use of ${name}.`,
        resolve: `Look it up in the documentation of ${name}. Without that, deny.`,
      }),
      setting,
    );
  }
  handOn(judged, setting, reading);
  if (judged.rule.sends && !isEmpty(setting.input))
    reading.add(
      unknownDeed(judged.label, {
        what: `What does ${judged.label} send?`,
        why: "It sends what it reads, and the other side may do what that says.",
      }),
      setting,
    );
  if (judged.effects.length > 0) reading.add(deedOf(judged, setting), setting);
}

const explains = ({ alone = "" }: Cli, word: string) =>
  /^--(help|version)$/.test(word) || splitList(alone).includes(word);

const isEmpty = (input: Input) =>
  input.kind === "text" && input.text.dynamic === null && input.text.text.trim() === "";

/** An option that isn't known may take the next word, or not: the worse reading counts. */
function worstOf(cli: Cli, args: readonly Argument[]): Judged | null {
  const usual = cli.optionsTakeValues ?? false;
  const first = read(cli, args, usual);
  if (first && first.read.strange.length === 0) return first;
  const second = read(cli, args, !usual);
  if (!first || !second) return first ?? second;
  const gravity = ({ effects }: Judged) => effects.filter((kind) => kind !== "unknown").length;
  return gravity(second) > gravity(first) ? second : first;
}

const TABLES = new WeakMap<CliRule, Map<string, OptionTable>>();

/** What an option's name in a condition is known for; as a flag, unless the grammar gives it a value. */
function tableOf(cli: Cli, name: string, rule: CliRule, strangeTakesValue: boolean): OptionTable {
  const tables = TABLES.get(rule) ?? new Map<string, OptionTable>();
  TABLES.set(rule, tables);
  const key = `${cli.names[0]} ${name} ${strangeTakesValue}`;
  const cached = tables.get(key);
  if (cached) return cached;
  const named = (rule.when ?? []).map(({ options }) => ({ flags: options ?? "" }));
  const dry = { flags: `${(rule.dry ?? "").replaceAll(/=\S+/g, "")} ${cli.helps ?? ""}` };
  const how = { singleDash: cli.singleDash ?? false, strangeTakesValue };
  const table = optionTable([...named, dry, cli, rule], how);
  tables.set(key, table);
  return table;
}

function read(cli: Cli, args: readonly Argument[], strangeTakesValue: boolean): Judged | null {
  const how = { singleDash: cli.singleDash ?? false, strangeTakesValue };
  const outline = readArguments(args, optionTable([cli], how));
  const name = subcommandOf(cli, outline.operands);
  if (name === null) return null;
  const rule = cli.commands[name] ?? cli.commands["*"];
  if (!rule) return null;
  const table = tableOf(cli, name, rule, strangeTakesValue);
  // What stands before the subcommand is the program's own: `git -C folder diff -C`.
  const [word] = name === "" || name === "*" ? [] : outline.operands;
  const at = word ? args.indexOf(word) : 0;
  const before = readArguments(args.slice(0, at), optionTable([cli], how));
  const after = readArguments(args.slice(at), table);
  const all = {
    ...after,
    options: [...before.options, ...after.options],
    strange: [...before.strange, ...(rule.anyOption ? [] : after.strange)],
  };
  const operands = withoutSubcommand(all.operands, name === "*" ? "" : name);
  const variants = (rule.when ?? []).filter((variant) => fits(variant, all, operands));
  const isSure = isSureOf(cli, all, operands);
  const dry = `${rule.dry ?? ""} ${cli.helps ?? ""}`;
  const isDryRun =
    isSure &&
    isDry(all, dry) &&
    !isUnsure(cli, all) &&
    !variants.some(({ unsure }) => unsure !== undefined);
  const judged = { cli, name, rule, read: all, operands, variants, dry: isDryRun };
  return { ...judged, effects: effectsOf(judged), label: labelOf(judged) };
}

function subcommandOf({ commands }: Cli, operands: readonly Argument[]): string | null {
  const words: string[] = [];
  for (const { text, dynamic } of operands.slice(0, SUBCOMMAND_WORDS_MAX)) {
    if (dynamic !== null) break;
    words.push(text.toLowerCase());
  }
  for (; words.length > 0; words.pop()) {
    const name = words.join(" ");
    const isWhole = operands.length === words.length;
    if (Object.hasOwn(commands, name) && (isWhole || !commands[name]?.bare)) return name;
  }
  if (Object.hasOwn(commands, "*")) return "*";
  const onlyRoot = Object.keys(commands).every((name) => name === "");
  // With subcommands, words that name none are one that isn't known.
  if (Object.hasOwn(commands, "") && (onlyRoot || operands.length === 0)) return "";
  return null;
}

function withoutSubcommand(operands: readonly Argument[], name: string): Argument[] {
  const words = name.split(" ").filter(Boolean);
  return operands.filter(({ text }) => {
    if (text.toLowerCase() !== words[0]) return true;
    words.shift();
    return false;
  });
}

function labelOf({
  cli,
  name,
  rule,
  operands,
  read: all,
  variants,
}: Omit<Judged, "effects" | "label">): string {
  const program = cli.names[0] ?? "";
  const said = rule.words ? verbIn(operands.map(({ text }) => text)) : "";
  const subcommand = name === "*" || name === "" ? said && ` ${said}` : ` ${name}`;
  const options = variants.flatMap(({ options: list }) =>
    list === undefined ? [] : splitList(list).filter((one) => isGiven(all, one)),
  );
  return [`${program}${subcommand}`, ...new Set(options)].join(" ");
}

function undoOf(judged: Judged, { undo, window }: CliRule): Undo | null {
  if (judged.effects.every((kind) => kind === "create")) return ADDED;
  return window === undefined
    ? (undo ?? null)
    : undoWithin(window, (name) => parameterOf(judged, name));
}

/** `PendingWindowInDays` is `--pending-window-in-days`; null where what is given can't be read. */
function parameterOf({ read: { options, strange }, operands }: Judged, name: string): unknown {
  const option = `-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const given = options.filter(
    (one) => one.name === option || one.name === `--no-${option.slice(2)}`,
  );
  // A file may hold parameters too, a shortened option may be this one, and so may a word that isn't known.
  if (strange.length > 0 || given.length > 1 || operands.some(({ loose }) => loose)) return null;
  if (options.some(({ value }) => value?.splits || value?.pattern)) return null;
  // Another service than AWS may answer there.
  if (options.some((one) => one.name === "--endpoint-url")) return null;
  const [only] = given;
  if (!only) return undefined;
  if (only.name !== option) return false;
  if (only.value === null) return true;
  return only.value.dynamic === null ? only.value.text : null;
}

function deedOf(judged: Judged, setting: Setting): Deed {
  const { cli, rule, variants, effects, label } = judged;
  const told = variants.reduce<CliRule>(
    (whole, variant) => ({ ...whole, ...variant, does: [] }),
    rule,
  );
  // What isn't understood may as well be a password.
  const isNamed = rule.words === undefined || effects.some((kind) => kind !== "unknown");
  const found = targetsOf(judged, told);
  const { targets, more, type } = isNamed ? found : { ...found, targets: [], more: true };
  return {
    ...PLAIN_DEED,
    by: label,
    effects,
    ...(told.technique === undefined ? {} : { technique: told.technique }),
    noun: told.noun ?? "target",
    type: type ?? told.type ?? (cli.provider === null ? "file" : cli.provider),
    provider: cli.provider,
    targets,
    more: more || told.deep === true,
    stateful: told.stateful ?? null,
    undo: undoOf(judged, told),
    takes: told.takes ?? [],
    recoveryPoints: told.recoveryPoints ?? [],
    unknowns: openQuestions(judged, told, targets, setting),
    scope: scopeOf(judged, setting),
  };
}
