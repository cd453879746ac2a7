import { type Cli, harmless } from "./cli";
import { LOCAL, NOTHING } from "./machine";

/** Words in another language's code that can only be there to destroy; what it really does isn't read. */
const LOUD_CODE =
  /\brm\s+-|rmtree|unlink|rmdir|rmSync|remove\(|mkfs|dd\s+if=|shred\s|find\s.*-delete|git\s+(reset|push|clean|stash)\s|\bdrop\s+(table|database|schema)|delete\s+from|truncate\s|\.(drop|delete|destroy|terminate)\w*\(|flushall|delete_\w+\(/i;

const RUNS_CODE =
  "It runs a program in another language, or from a file, which Countersign doesn't read.";

/**
 * Without these an awk program can only compute and print. Pipes and files stand behind a `print`; not so
 * `>=` and `||`, and the arrows ` -> ` and ` => `, which outside of quotes are no awk at all.
 */
const PLAIN_AWK =
  /^(?!.*(system|getline|close|print.*(?<![^-]-|=)>(?!=|\s*"\/dev\/(stdout|stderr|null)")|print.*(?<!\|)\|(?!\|)))[^@`]*$/s;

/** Programs that run what a file or an argument says, in another language. */
const LANGUAGE = {
  ...LOCAL,
  commands: {
    "": {
      does: ["unknown"],
      noun: "program",
      type: "program",
      targets: { only: "none" },
      unsure: RUNS_CODE,
      when: [
        {
          options: "-c -e -E -r -p --eval --print --execute",
          value: LOUD_CODE,
          does: ["delete"],
        },
        { operand: LOUD_CODE, does: ["delete"] },
      ],
      values: "-c -e -E -r -p -m --eval --print --execute",
    },
  },
} satisfies Omit<Cli, "names">;

/** Programs that run what is written in another language. */
export const interpreters: readonly Cli[] = [
  {
    names: ["awk", "gawk", "mawk", "nawk"],
    ...LOCAL,
    values: "-F -v --field-separator --assign",
    commands: {
      "": {
        does: [],
        noun: "program",
        type: "program",
        targets: { only: "none" },
        when: [
          { operand: LOUD_CODE, does: ["delete"] },
          {
            firstUnlike: PLAIN_AWK,
            does: [],
            unsure: "Its program may write files or run commands.",
          },
        ],
      },
    },
  },
  // `python -v` reads a program from its input.
  {
    ...LANGUAGE,
    names: ["node", "nodejs", "ruby", "perl", "php", "java", "gcc", "make", "tsc", "lua"],
    alone: "-v -version",
  },
  {
    ...LANGUAGE,
    names: [
      "python",
      "python2",
      "python3",
      "python3.10",
      "python3.11",
      "python3.12",
      "python3.13",
      "rustc",
      "deno",
    ],
    alone: "-V",
  },
  {
    ...LANGUAGE,
    names: [
      "cmake",
      "Rscript",
      "osascript",
      "pwsh",
      "powershell",
      "expect",
      "vim",
      "vi",
      // It is vim, whose `-S` runs a file.
      "view",
      "nano",
      "emacs",
      "ed",
      "ex",
      "source",
      ".",
    ],
  },
  {
    names: ["go"],
    ...LOCAL,
    flags: "-json -m -v -x",
    singleDash: true,
    commands: {
      // `env -w` and `-u` change settings, `list` with `-toolexec` runs something: not listed here.
      ...harmless("version,doc,mod graph,mod why,help"),
      ...harmless("env", { flags: "-changed" }),
      ...harmless("list", {
        flags: "-u -deps -e -versions -test -retracted -find",
        values: "-f -tags",
      }),
      "*": { ...NOTHING, does: ["unknown"], unsure: RUNS_CODE },
    },
  },
];
