import { WRAPPERS, type Wrapper } from "../cli/wrappers";
import { withoutSecrets } from "../deeds/redact";
import { optionTable, readArguments, type OptionTable, type ReadArguments } from "./options";
import { judgeEnvironment } from "./environment";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { joined, literal, type Argument } from "./word";

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

interface Rest {
  readonly words: readonly Argument[];
  readonly isScripted: boolean;
  readonly fromInput: boolean;
  readonly isShell: boolean;
  /** What stands for what it reads, `{}`. */
  readonly placeholder: string;
}

/** What it reads is pasted in as it is, also into a script. */
const pasted = (word: Argument, placeholder: string): Argument =>
  word.text.includes(placeholder)
    ? { ...word, dynamic: "A part of it is what xargs reads.", loose: word.text === placeholder }
    : word;

function runRest(
  wrapper: Wrapper,
  name: string,
  { words, isScripted, fromInput, isShell, placeholder }: Rest,
  setting: Setting,
  reading: Reading,
) {
  if (wrapper.operandIsFile && words.length > 0 && !fromInput)
    return reading.add(
      unknownDeed(name, {
        what: `What does the script ${withoutSecrets(words[0]?.text ?? "")} do?`,
        why: "The file that it is in wasn't submitted.",
        resolve: "Deny, and ask the agent to submit the script itself.",
      }),
      setting,
    );
  if (words.length === 0 || wrapper.operandIsFile) {
    if (isScripted) return;
    if (wrapper.readsInput || isShell) return runInput(name, setting, reading);
    return;
  }
  const more: Argument = { ...literal("…"), dynamic: `${name} adds what it reads.`, loose: true };
  const all = wrapper.appends ? [...words.map((word) => pasted(word, placeholder)), more] : words;
  if (wrapper.lists) return runListed(all, setting, reading);
  if (wrapper.runs !== "script") reading.runCommand(all, setting);
  if (wrapper.runs === "words") return;
  // `trap 'rm x' EXIT`: the rest are signals.
  const script = name === "trap" ? words.slice(0, 1) : words;
  reading.runScript(joined(script), setting);
}

/** More than a few are alike. */
const LISTED_MAX = 20;
const IS_LIST = /^:::+\+?$/;

/** `parallel command {} ::: a b`; without a command the list holds commands, without a list the input does. */
function runListed(words: readonly Argument[], setting: Setting, reading: Reading) {
  const at = words.findIndex(({ text }) => IS_LIST.test(text));
  const command = at < 0 ? words : words.slice(0, at);
  const listed: readonly Argument[] =
    at < 0
      ? [{ ...literal("…"), dynamic: "It is what parallel reads.", loose: true }]
      : words.slice(at + 1).filter(({ text }) => !IS_LIST.test(text));
  for (const item of listed.slice(0, LISTED_MAX)) {
    const isPlaced = command.some(({ text }) => text.includes("{}"));
    const filled = command.map((word) =>
      word.text.includes("{}")
        ? {
            ...word,
            text: word.text.replaceAll("{}", () => item.text),
            dynamic: word.dynamic ?? item.dynamic,
          }
        : word,
    );
    const all = isPlaced || command.length === 0 ? filled : [...filled, item];
    reading.runCommand(all, setting);
    reading.runScript(joined(command.length === 0 ? [item] : all), setting);
  }
  if (listed.length > LISTED_MAX)
    reading.add(
      unknownDeed("parallel", {
        what: "What does parallel do with the rest of its list?",
        why: `It is longer than ${LISTED_MAX}.`,
      }),
      setting,
    );
}

function runInput(name: string, setting: Setting, reading: Reading) {
  const { input } = setting;
  if (input.kind === "text") return reading.runScript(input.text, setting);
  reading.add(
    unknownDeed(name, {
      what: `What does ${name} run?`,
      why:
        input.kind === "unknown"
          ? `It runs what it reads. ${input.why}`
          : "It is given no command, and reads what somebody types.",
    }),
    setting,
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
