import { adds, type Cli, GONE } from "./cli";
import { DEVICE, VOLUME } from "./device";

export const zfs: Cli = {
  names: ["zfs"],
  provider: null,
  reaches: null,
  flags: "-r -R -f -v -p -H",
  values: "-o -t -s -S -d",
  commands: {
    list: { does: [], targets: { only: "none" } },
    get: { does: [], targets: { only: "none" } },
    ...adds("snapshot", { noun: "snapshot", type: "zfs.snapshot" }),
    destroy: {
      ...VOLUME,
      noun: "dataset",
      type: "zfs.dataset",
      deep: true,
      dry: "-n",
      when: [
        { operand: /@/, does: ["recovery_removal"], noun: "snapshot", type: "zfs.snapshot" },
        { options: "-r -R", does: ["recovery_removal"] },
      ],
    },
    rollback: {
      does: ["overwrite"],
      noun: "dataset",
      type: "zfs.dataset",
      undo: GONE,
      when: [{ options: "-r -R", does: ["recovery_removal"] }],
    },
    receive: { does: ["overwrite"], noun: "dataset", type: "zfs.dataset" },
  },
};

export const zpool: Cli = {
  names: ["zpool"],
  provider: null,
  reaches: null,
  flags: "-f -v -H -p",
  values: "-o",
  commands: {
    list: { does: [], targets: { only: "none" } },
    status: { does: [], targets: { only: "none" } },
    destroy: {
      ...VOLUME,
      does: ["delete", "recovery_removal"],
      noun: "pool",
      type: "zfs.pool",
      deep: true,
    },
    labelclear: { does: ["delete"], ...DEVICE },
    create: { does: ["overwrite"], ...DEVICE },
    export: { does: ["detach"], noun: "pool", type: "zfs.pool" },
  },
};
