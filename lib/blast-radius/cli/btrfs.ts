import type { Cli } from "./cli";
import { VOLUME } from "./device";

export const btrfs: Cli = {
  names: ["btrfs"],
  provider: null,
  reaches: null,
  flags: "-c -C -v --commit-after --commit-each",
  values: "-i --subvolid",
  commands: {
    "subvolume delete": { ...VOLUME, noun: "subvolume", type: "btrfs.subvolume", deep: true },
    "subvolume list": { does: [], targets: { only: "none" } },
    "subvolume show": { does: [], targets: { only: "none" } },
    "filesystem df": { does: [], targets: { only: "none" } },
    "filesystem show": { does: [], targets: { only: "none" } },
    "device remove": { does: ["detach"], noun: "device", type: "device" },
  },
};
