import type { Cli } from "./cli";
import { DEVICE } from "./device";

export const partitions: Cli = {
  names: ["parted", "sgdisk", "fdisk", "sfdisk", "cfdisk", "gdisk"],
  provider: null,
  reaches: null,
  flags: "-s --script -f --force",
  values: "-a --align -t -n -c -u",
  commands: {
    "": {
      does: [],
      ...DEVICE,
      targets: { only: "first" },
      unsure: "What it does to the partitions is in its own language.",
      when: [
        { options: "-Z -o -d --zap-all --zap --clear --delete", does: ["delete"] },
        { operand: /^(rm|mklabel|mktable|mkpart|resizepart)$/, does: ["delete"] },
        { options: "-l -p --list --print -i", does: [], instead: true },
      ],
    },
  },
};

export const diskutil: Cli = {
  names: ["diskutil"],
  provider: null,
  reaches: null,
  commands: {
    list: { does: [], targets: { only: "none" } },
    info: { does: [], targets: { only: "none" } },
    erasedisk: { does: ["delete"], ...DEVICE, targets: { only: "last" } },
    erasevolume: { does: ["delete"], ...DEVICE, targets: { only: "last" } },
    zerodisk: { does: ["overwrite"], ...DEVICE, targets: { only: "last" } },
    secureerase: { does: ["overwrite"], ...DEVICE, targets: { only: "last" } },
    partitiondisk: { does: ["delete"], ...DEVICE, targets: { only: "first" } },
  },
};
