import { type Cli, GONE } from "./cli";

/** A part of `s/a/b/` up to its mark: brackets that hold the mark are read in two ways, and left out. */
const upTo = (mark: string) =>
  `(?:(?!${mark})[^\\n\\\\[]|\\\\[^\\n]|\\[\\^?\\]?(?:\\[:[a-z]+:\\]|(?!${mark})[^\\][\\n\\\\])*\\])*${mark}`;
const PLACE = `(?:\\d+(?:~\\d+)?|\\$|/${upTo("/")}I?)`;
const SUBSTITUTE = `s(?<mark>[/|,#@:!%_~+])${upTo("\\k<mark>")}${upTo("\\k<mark>")}[gpIiMm\\d]*`;
const LONG_MAX = 2000;
/**
 * `5,10p`, `/word/d`, `s/a/b/g; $!d`: none of the commands that write (`w`), run (`e`) or read (`r`). Each
 * ends where a mark, a space or the end follows, so that there is but one way to read it.
 */
const PLAIN_SED = new RegExp(
  `^(?=[^]{0,${LONG_MAX}}$)[;\\s]*(?:(?:${PLACE}(?:,[ \\t]*(?:${PLACE}|[+~]\\d+))?[ \\t]*)?(?:![ \\t]*)?` +
    `(?:\\{|(?:[pPdDnNgGhHxlzF=]|[qQ](?:[ \\t]*\\d+)?|[btT:][ \\t]*[\\w.-]*|${SUBSTITUTE})(?=[;}\\s]|$)|[aic][^\\n]*(?=\\n|$))[;}\\s]*)*$`,
);

export const sed: Cli = {
  names: ["sed", "gsed"],
  attached: "-i",
  provider: null,
  reaches: null,
  flags:
    "-n -E -r -s -u -z --posix --sandbox --unbuffered --debug --quiet --silent --regexp-extended --separate --null-data",
  values: "-e -f -l --expression --file",
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { skip: 1 },
      when: [
        { options: "-i --in-place", does: ["overwrite"], undo: GONE },
        {
          firstUnlike: PLAIN_SED,
          without: "-e --expression -f --file",
          does: [],
          unsure:
            "Its script may write files or run commands: Countersign only reads the plainest.",
        },
        {
          options: "-f --file",
          does: [],
          unsure: "Its script is in a file that wasn't submitted.",
        },
        {
          options: "-e --expression",
          valueUnlike: PLAIN_SED,
          does: [],
          unsure: "What its -e says may write files or run commands: only the plainest is read.",
        },
      ],
    },
  },
};
