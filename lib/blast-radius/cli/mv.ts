import type { Cli } from "./cli";

export const mv: Cli = {
  names: ["mv", "gmv"],
  provider: null,
  reaches: null,
  flags:
    "-f -i -n -u -v -T --force --interactive --no-clobber --update --verbose --no-target-directory",
  values: "-t -S --target-directory --suffix",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      unknowns: [
        {
          what: "Is there anything where it is moved to?",
          why: "What is there is overwritten without a word, unless it is a folder.",
          resolve: "Look at the target before approving.",
        },
      ],
    },
  },
};
