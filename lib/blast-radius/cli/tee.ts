import { type Cli, GONE } from "./cli";

export const tee: Cli = {
  names: ["tee", "sponge"],
  provider: null,
  reaches: null,
  flags: "-i -p --ignore-interrupts",
  commands: {
    "": {
      does: ["overwrite"],
      noun: "file",
      undo: GONE,
      when: [
        { options: "-a --append", does: [], instead: true },
        { everyOperand: /^\/dev\/(null|stdout|stderr|tty)$/, does: [], instead: true },
        {
          operand: /^\/dev\/(sd|nvme|vd|xvd|hd|mapper|disk|mmcblk|dm-)/,
          does: ["overwrite"],
          technique: "T1561",
          noun: "device",
          type: "device",
        },
      ],
    },
  },
};
