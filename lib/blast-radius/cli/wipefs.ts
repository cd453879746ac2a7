import type { Cli } from "./cli";
import { DEVICE } from "./device";

export const wipefs: Cli = {
  names: ["wipefs"],
  provider: null,
  reaches: null,
  flags: "-f -q -J -i -p --force --quiet --backup --json --noheadings --parsable",
  values: "-t --types -O --output",
  commands: {
    "": {
      does: [],
      ...DEVICE,
      dry: "-n --no-act",
      when: [{ options: "-a --all -o --offset", does: ["delete"] }],
    },
  },
};

export const blkdiscard: Cli = {
  names: ["blkdiscard"],
  provider: null,
  reaches: null,
  flags: "-f -s -v -z --force --secure --verbose --zeroout",
  values: "-o -l -p --offset --length --step",
  commands: { "": { does: ["delete"], ...DEVICE } },
};
