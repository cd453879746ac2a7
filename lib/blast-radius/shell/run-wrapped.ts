import type { Wrapper } from "../cli/wrappers";
import { withoutSecrets } from "../deeds/redact";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { joined, literal, type Argument } from "./word";

/** What is left of a wrapper's words, and what it does with them. */
export interface Rest {
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

/** Runs what a wrapper wraps. */
export function runRest(
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
