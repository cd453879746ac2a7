import { type Cli, GONE } from "./cli";

export const shred: Cli = {
  names: ["shred"],
  provider: null,
  reaches: null,
  flags: "-f -u -v -x -z --force --verbose --exact --zero",
  values: "-n -s --iterations --size --random-source",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      undo: {
        ...GONE,
        because: "It overwrites the content on purpose, so that nothing can bring it back.",
      },
      when: [
        { options: "-u --remove", does: ["delete"] },
        { operand: /^\/dev\//, does: [], noun: "device", type: "device", technique: "T1561" },
      ],
    },
  },
};
