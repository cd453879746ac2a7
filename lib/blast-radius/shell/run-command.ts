import { findCli } from "../cli/find";
import { quoted } from "../findings";
import { judgeCommand } from "./judge";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { runFind } from "./run-find";
import { findWrapper, unwrap } from "./unwrap";
import type { Argument } from "./word";

/** Builtins that calculate with the names that they are given. */
const EVALUATES = new Set(
  "let test [ printf read unset declare local typeset readonly export mapfile readarray wait".split(
    " ",
  ),
);

/** Folders whose programs are what their names say. */
const SYSTEM_FOLDER = /^(\/usr(\/local)?)?\/s?bin\/[^/]+$|^\/opt\/homebrew\/bin\/[^/]+$/;

/** What one command does, with what it runs in turn. */
export function runCommand(words: readonly Argument[], setting: Setting, reading: Reading): void {
  if (!reading.takesCommand()) return;
  const [first, ...args] = words;
  if (!first) return;
  if (first.dynamic !== null || first.pattern)
    return reading.add(
      unknownDeed("a program that only the run knows", {
        what: `Which program is ${quoted(first.text)}?`,
        why: first.dynamic ?? "It is a pattern, which stands for what the machine has.",
      }),
      setting,
    );
  const { name, isTrusted } = programOf(first.text);
  const before = reading.alarms;
  if (
    EVALUATES.has(name) &&
    args.some(({ text, dynamic }) => dynamic === null && /\$\(|`/.test(text))
  )
    reading.add(
      unknownDeed(name, {
        what: `Does ${name} run what stands in quotes?`,
        why: "As an index of a list it would.",
      }),
      setting,
    );

  const found = findWrapper(name, args);
  const cli = findCli(name);
  if (found) unwrap(found, setting, reading);
  else if (name === "find" || name === "gfind" || name === "fd")
    runFind(name, args, setting, reading);
  else if (cli) judgeCommand(cli, name, args, setting, reading);
  // A function's body is read where it is defined; one named like a program may not be defined yet.
  else if (setting.functions.has(first.text)) return;
  else
    return reading.add(
      unknownDeed(quoted(name), {
        what: `What does ${quoted(name)} do?`,
        why: "Countersign has no rules for this program.",
        resolve: "Look it up in its documentation, or ask whoever wrote it. Without that, deny.",
      }),
      setting,
    );
  if (!isTrusted && reading.alarms === before)
    reading.add(
      unknownDeed(quoted(name), {
        what: `Is ${quoted(first.text)} the program that its name says?`,
        why: "It is run from a folder of its own, not from the system's.",
      }),
      setting,
    );
}

/** `RM`, `rm.exe` and `./rm` may well be rm; harmless is only what surely is what it is called. */
function programOf(text: string): { name: string; isTrusted: boolean } {
  const base = text.split(/[\\/]/).at(-1) ?? text;
  const isPlain = base === text || SYSTEM_FOLDER.test(text);
  if (isPlain && (findCli(base) || findWrapper(base, []))) return { name: base, isTrusted: true };
  const name = base.toLowerCase().replace(/\.exe$/, "");
  return { name, isTrusted: isPlain && name === base };
}
