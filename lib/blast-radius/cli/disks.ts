import { GONE, type Cli, type CliRule } from "./cli";

const WIPED = { ...GONE, because: "The device's content can't be read any more." };
const DEVICE = {
  noun: "device",
  type: "device",
  stateful: true,
  undo: WIPED,
  technique: "T1561",
} satisfies Partial<CliRule>;

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
  commands: { "": { does: ["overwrite"], ...DEVICE, targets: { only: "last" }, dry: "-n" } },
};
/** `-n` of mke2fs says what it would do, and names a volume for mkfs.fat: not to be trusted. */
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

const VOLUME = { does: ["delete"], stateful: true, undo: GONE } satisfies Partial<CliRule>;
const LVM = {
  flags: "-f -y -v -q -t --force --yes --verbose --quiet",
  values: "--config --profile --select -S",
};

export const lvm: readonly Cli[] = [
  {
    names: ["lvremove"],
    provider: null,
    reaches: null,
    ...LVM,
    commands: { "": { ...VOLUME, noun: "logical volume", type: "lvm.volume", dry: "-t --test" } },
  },
  {
    names: ["vgremove"],
    provider: null,
    reaches: null,
    ...LVM,
    commands: { "": { ...VOLUME, noun: "volume group", type: "lvm.group", dry: "-t --test" } },
  },
  {
    names: ["pvremove"],
    provider: null,
    reaches: null,
    ...LVM,
    commands: { "": { ...VOLUME, ...DEVICE, dry: "-t --test" } },
  },
  {
    names: ["lvreduce"],
    provider: null,
    reaches: null,
    ...LVM,
    values: `${LVM.values} -L -l --size --extents`,
    commands: {
      "": { does: ["truncate"], noun: "logical volume", type: "lvm.volume", undo: GONE },
    },
  },
  {
    names: ["cryptsetup"],
    provider: null,
    reaches: null,
    flags: "-q -v --batch-mode",
    values: "-d --key-file",
    commands: {
      erase: { does: ["delete"], ...DEVICE },
      luksformat: { does: ["overwrite"], ...DEVICE },
      lukserase: { does: ["delete"], ...DEVICE },
      status: { does: [] },
      luksdump: { does: [] },
    },
  },
  {
    names: ["mdadm"],
    provider: null,
    reaches: null,
    flags: "-S --stop -D --detail -Q",
    commands: {
      "": {
        does: [],
        ...DEVICE,
        unsure: "What it does to the array isn't read.",
        when: [
          { options: "--zero-superblock", does: ["delete"] },
          { options: "-S --stop", does: ["stop"] },
        ],
      },
    },
  },
];

export const zfs: Cli = {
  names: ["zfs"],
  provider: null,
  reaches: null,
  flags: "-r -R -f -v -p -H",
  values: "-o -t -s -S -d",
  commands: {
    list: { does: [], targets: { only: "none" } },
    get: { does: [], targets: { only: "none" } },
    snapshot: { does: [], targets: { only: "none" } },
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
