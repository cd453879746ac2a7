import { type Cli, GONE } from "./cli";
import { DEVICE, VOLUME } from "./device";

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
          { options: "-D -Q --detail --query --examine", does: [], instead: true },
          { options: "--zero-superblock", does: ["delete"] },
          { options: "-S --stop", does: ["stop"] },
        ],
      },
    },
  },
  {
    names: ["lvs", "vgs", "pvs", "lvdisplay", "vgdisplay", "pvdisplay"],
    provider: null,
    reaches: null,
    flags: "-a -v -m -c --all --noheadings --nosuffix --segments --maps",
    values: "-o -O -S --options --sort --select --units --separator --reportformat",
    commands: { "": { does: [], targets: { only: "none" } } },
  },
];
