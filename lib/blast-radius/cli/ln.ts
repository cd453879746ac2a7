import type { Cli } from "./cli";

export const ln: Cli = {
  names: ["ln"],
  provider: null,
  reaches: null,
  flags: "-s -n -v -T -r -L -P --symbolic --no-dereference --verbose --relative",
  values: "-t --target-directory",
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { only: "last" },
      when: [{ options: "-f --force", does: ["overwrite"] }],
    },
  },
};
