import { WRAPPERS, type Wrapper } from "../cli/wrappers";
import { withoutSecrets } from "../deeds/redact";
import { optionTable, readArguments, type OptionTable, type ReadArguments } from "./options";
import { judgeEnvironment } from "./environment";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { runRest } from "./run-wrapped";
import type { Argument } from "./word";

interface FoundWrapper {
  readonly wrapper: Wrapper;
  /** `docker exec`, or just `sudo`. */
  readonly name: string;
  readonly args: readonly Argument[];
}

interface CalledBy extends Pick<FoundWrapper, "wrapper" | "name"> {
  readonly subcommands: readonly string[];
}

const BY_PROGRAM = new Map<string, CalledBy[]>();
for (const wrapper of WRAPPERS)
  for (const name of wrapper.names) {
    const [program = "", ...subcommands] = name.split(" ");
    const known = BY_PROGRAM.get(program) ?? [];
    BY_PROGRAM.set(program, [...known, { wrapper, name, subcommands }]);
  }

/** The wrapper that a command line begins with: `docker --context x exec` is `docker exec`. */
export function findWrapper(program: string, args: readonly Argument[]): FoundWrapper | null {
  for (const { wrapper, name, subcommands } of BY_PROGRAM.get(program) ?? []) {
    if (subcommands.length === 0) return { wrapper, name, args };
    const rest = positionOf(subcommands, args, wrapper);
    if (rest !== null) return { wrapper, name, args: rest };
  }
  return null;
}

/** The arguments without the subcommand's words; options may stand before and between them. */
function positionOf(subcommands: readonly string[], args: readonly Argument[], wrapper: Wrapper) {
  const values = new Set((wrapper.values ?? "").split(" "));
  const left = [...subcommands];
  const others: Argument[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (!argument) break;
    if (argument.text === left[0]) {
      left.shift();
      if (left.length === 0) return [...others, ...args.slice(i + 1)];
    } else if (argument.text.startsWith("-") && argument.text !== "--") {
      others.push(argument);
      const value = args[i + 1];
      if (values.has(argument.text) && value) {
        others.push(value);
        i++;
      }
    } else return null;
  }
  return null;
}

const listed = (list: string | undefined, name: string) => (list ?? "").split(" ").includes(name);

/** Runs what the wrapper runs. */
export function unwrap({ wrapper, name, args }: FoundWrapper, outer: Setting, reading: Reading) {
  const table = optionTable(
    [{ flags: `${wrapper.harmlessWith ?? ""} ${wrapper.strangeWith ?? ""}` }, wrapper],
    {
      singleDash: wrapper.singleDash ?? false,
      // `su user -c …` has options after its operand.
      stopAtOperand: name !== "su" && name !== "runuser",
    },
  );
  const first = readArguments(args, table);
  const read = wrapper.optionsAfter ? withOptionsAfter(first, wrapper, table) : first;
  const given = read.options.map((option) => option.name);
  const strange = [
    ...read.strange,
    ...given.filter((option) => listed(wrapper.strangeWith, option)),
    ...read.options.flatMap(({ name: option, value }) =>
      value && wrapper.strangeValue?.test(value.text) ? [`${option} ${value.text}`] : [],
    ),
  ];
  if (strange.length === 0 && given.some((option) => listed(wrapper.harmlessWith, option))) return;
  for (const option of new Set(strange))
    reading.add(
      unknownDeed(name, {
        what: `What does ${name} do with ${withoutSecrets(option)}?`,
        why: `Countersign doesn't know this option of ${name}.`,
      }),
      outer,
    );
  const own = [
    ...read.options.map(({ value }) => value),
    ...read.operands.slice(0, wrapper.skip ?? 0),
  ];
  const split = own.find((word) => word?.splits);
  if (split)
    reading.add(
      unknownDeed(name, {
        what: `What does ${name} run?`,
        why: `${withoutSecrets(split.text)} may hold a command too: it stands without quotes.`,
      }),
      outer,
    );
  if (wrapper.unsure)
    reading.add(unknownDeed(name, { what: `What can ${name} reach?`, why: wrapper.unsure }), outer);
  const { words, place, assigned } = commandIn(wrapper, read, outer);
  judgeEnvironment(assigned, outer, reading);
  const setting: Setting = { ...outer, place, depth: outer.depth + 1 };
  const scripts = read.options.flatMap((option) =>
    option.value && listed(wrapper.scripts, option.name) ? [option.value] : [],
  );
  for (const script of scripts) reading.runScript(script, setting);
  if (scripts.length > 0 && (wrapper.operandIsFile || name === "su" || name === "runuser")) return;
  runRest(
    wrapper,
    name,
    {
      words,
      isScripted: scripts.length > 0,
      fromInput: given.includes("-s"),
      isShell: given.some((option) => listed(wrapper.shellWith, option)),
      placeholder: placeholderOf(read),
    },
    setting,
    reading,
  );
}

/** `ssh host -t command`: what follows the host may be options still. */
function withOptionsAfter(read: ReadArguments, { skip = 0 }: Wrapper, table: OptionTable) {
  const rest = readArguments(read.operands.slice(skip), table);
  return {
    ...read,
    options: [...read.options, ...rest.options],
    strange: [...read.strange, ...rest.strange],
    operands: [...read.operands.slice(0, skip), ...rest.operands],
  };
}

const placeholderOf = ({ options }: ReadArguments) =>
  options.find(({ name }) => ["-I", "-J", "-i", "--replace"].includes(name))?.value?.text || "{}";

const ASSIGNMENT = /^[A-Za-z_]\w*=/;

/** The wrapper's own operands, and then the command's words. */
function commandIn(wrapper: Wrapper, read: ReadArguments, outer: Setting) {
  let words = [...read.operands];
  const assigned: string[] = [];
  if (wrapper.assigns && words[0]?.text === "-") words.shift();
  while (wrapper.assigns && words[0] && ASSIGNMENT.test(words[0].text))
    assigned.push(words.shift()?.text.split("=")[0] ?? "");
  const where = wrapper.place === undefined ? undefined : words[wrapper.place];
  const dashes = wrapper.afterDashes ? words.findIndex(({ text }) => text === "--") : -1;
  words = dashes >= 0 ? words.slice(dashes + 1) : words.slice(wrapper.skip ?? 0);
  return { words, assigned, place: where ? withoutSecrets(where.text) : outer.place };
}
