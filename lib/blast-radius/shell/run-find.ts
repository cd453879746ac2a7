import { GONE } from "../cli/cli";
import { PLAIN_DEED, type Deed } from "../deeds/deed";
import { withoutSecrets } from "../deeds/redact";
import { unknownDeed, type Reading, type Setting } from "./reading";
import { literal, type Argument } from "./word";

const list = (words: string) => new Set(words.split(" "));
/** Tests and settings that only choose; the second group takes a word. */
const PLAIN = list(
  "( ) ! , -a -o -and -or -not -depth -d -daystart -follow -mount -xdev -noleaf -empty -executable -readable -writable -nouser -nogroup -print -print0 -prune -quit -ls -true -false -H -L -P -E -X -x -s -h -warn -nowarn -delete",
);
const WITH_VALUE = list(
  "-amin -anewer -atime -cmin -cnewer -ctime -fstype -gid -group -ilname -iname -inum -ipath -iregex -iwholename -links -lname -maxdepth -mindepth -mmin -mtime -name -newer -newermt -newerat -newerct -path -perm -printf -regex -regextype -samefile -size -type -uid -used -user -wholename -xtype",
);
const RUNS = list("-exec -execdir -ok -okdir");
const WRITES = list("-fprint -fprint0 -fls -fprintf");
/** Of `fd`, which has other words for the same; what it doesn't share is unknown. */
const FD_RUNS = list("-x -X --exec --exec-batch");

/** `find`: what it chooses is unknown until it runs, what it does with that isn't. */
export function runFind(
  name: string,
  args: readonly Argument[],
  setting: Setting,
  reading: Reading,
) {
  const runs = name === "fd" ? FD_RUNS : RUNS;
  const loose = args.find((argument) => argument.loose);
  if (loose)
    reading.add(
      unknownDeed(name, {
        what: `What is ${withoutSecrets(loose.text)}, which ${name} is given?`,
        why: `${loose.dynamic ?? "It stands for several words."} It may be -delete.`,
      }),
      setting,
    );
  const roots = rootsOf(args);
  for (let i = roots.length; i < args.length; i++) {
    const argument = args[i];
    if (!argument) break;
    const { text } = argument;
    if (runs.has(text)) {
      const rest = args.slice(i + 1);
      const end = rest.findIndex((one) => one.text === ";" || one.text === "+");
      const command = end < 0 ? rest : rest.slice(0, end);
      reading.runCommand(
        command.map((word) => placeholderAsDynamic(word)),
        {
          ...setting,
          conditional: true,
          depth: setting.depth + 1,
        },
      );
      i += command.length + 1;
    } else if (WRITES.has(text)) {
      const file = args[++i];
      if (text === "-fprintf") i++;
      reading.add({ ...overwrite(file?.text ?? ""), by: `${name} ${text}` }, setting);
    } else if (text === "-delete") reading.add(deletion(name, roots), setting);
    else if (WITH_VALUE.has(text)) i++;
    else if (!PLAIN.has(text) && (name !== "fd" || text.startsWith("-")))
      reading.add(
        unknownDeed(name, {
          what: `What does ${name} do with ${withoutSecrets(text)}?`,
          why: argument.dynamic ?? `Countersign doesn't know this word of ${name}.`,
        }),
        setting,
      );
  }
}

/** What stands before the first test; without any it is the current folder. */
function rootsOf(args: readonly Argument[]): readonly Argument[] {
  const end = args.findIndex(({ text }) => /^[-(!,]/.test(text) && !/^-[HLPEXdsx]$/.test(text));
  return end < 0 ? args : args.slice(0, end);
}

const placeholderAsDynamic = (word: Argument): Argument =>
  word.text.includes("{}") ? { ...word, dynamic: "It is what find chooses.", loose: false } : word;

const deletion = (name: string, roots: readonly Argument[]): Deed => ({
  ...PLAIN_DEED,
  by: `${name} -delete`,
  effects: ["delete"],
  noun: "folder's file",
  type: "file",
  targets: (roots.length > 0 ? roots : [literal(".")])
    .filter(({ text }) => !text.startsWith("-"))
    .map(({ text }) => text),
  more: true,
  undo: GONE,
  unknowns: [
    {
      topic: "records",
      what: `Which files does ${name} choose?`,
      why: "It deletes what fits its tests when it runs.",
      resolve: "Run the same command with -print in place of -delete, and read the list.",
    },
  ],
});

const overwrite = (file: string): Deed => ({
  ...PLAIN_DEED,
  by: "find",
  effects: ["overwrite"],
  noun: "file",
  type: "file",
  targets: file === "" ? [] : [file],
  undo: GONE,
});
