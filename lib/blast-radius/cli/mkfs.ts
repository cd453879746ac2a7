import type { Cli } from "./cli";
import { DEVICE } from "./device";

/** Its `-n` is a dry run for ext4 and a volume's name for fat: not to be trusted. */
export const mkfs: Cli = {
  names: [
    "mkfs",
    "mkfs.ext2",
    "mkfs.ext3",
    "mkfs.ext4",
    "mkfs.xfs",
    "mkfs.btrfs",
    "mkfs.vfat",
    "mkfs.fat",
    "mkfs.ntfs",
    "mkfs.f2fs",
    "mkfs.exfat",
    "mke2fs",
    "mkswap",
    "newfs",
    "mkdosfs",
  ],
  provider: null,
  reaches: null,
  flags: "-f -F -q -v -c -K --force",
  values: "-t -L -U -b -m -i -N -O -E -I -n --type --label",
  commands: { "": { does: ["overwrite"], ...DEVICE, targets: { only: "last" } } },
};
