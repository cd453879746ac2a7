import { type Cli, GONE } from "./cli";

/** `5,10p`, `/word/d`, `s/a/b/g`: without `w` and `e`, which write and run. */
const PLAIN_SED =
  /^((\d+|\$|\/[^/\n]*\/)(,(\d+|\$|\/[^/\n]*\/))?)?!?[pdq=]$|^s([/|,#@:])((?!\5)[^\n])*\5((?!\5)[^\n])*\5[gpIi\d]*$/;

export const sed: Cli = {
  names: ["sed", "gsed"],
  attached: "-i",
  provider: null,
  reaches: null,
  flags: "-n -E -r -s -u -z --quiet --silent --regexp-extended --separate --null-data",
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
          does: [],
          unsure: "Countersign doesn't read what its -e says.",
        },
      ],
    },
  },
};
