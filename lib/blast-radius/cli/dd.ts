import { type Cli, GONE } from "./cli";
import { DEVICE } from "./device";

export const dd: Cli = {
  names: ["dd", "gdd", "dcfldd"],
  provider: null,
  reaches: null,
  commands: {
    "": {
      does: [],
      noun: "file",
      targets: { pick: /^of=(.+)$/s },
      undo: GONE,
      when: [
        { operand: /^of=(?!\/dev\/(null|stdout|stderr|tty)$)/, does: ["overwrite"] },
        { operand: /^of=\/dev\/(?!(null|stdout|stderr|tty)$)/, does: ["overwrite"], ...DEVICE },
      ],
    },
  },
};
