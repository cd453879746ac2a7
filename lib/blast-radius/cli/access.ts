import { BACK_ON, type Cli, type CliRule, GONE, harmless } from "./cli";
import { LOCAL } from "./machine";

const ACCESS = {
  does: ["permission_change"],
  noun: "rule",
  type: "firewall",
} satisfies Partial<CliRule>;

const USER = { does: ["permission_change"], noun: "user", type: "user" } satisfies Partial<CliRule>;

export const access: readonly Cli[] = [
  {
    names: ["chmod", "chown", "chgrp", "setfacl", "chattr", "chcon"],
    ...LOCAL,
    flags:
      "-R -v -c -f -h -L -H -P -b -k -n -d -x --recursive --verbose --changes --silent --quiet --no-dereference --preserve-root --no-preserve-root",
    values: "-m -M --reference --from --modify",
    commands: {
      "": {
        does: ["permission_change"],
        noun: "file",
        targets: { skip: 1 },
        undo: {
          value: "unknown",
          because: "It doesn't keep what the permissions were.",
          disputed: false,
        },
        when: [{ options: "-R --recursive", does: [], deep: true }],
      },
    },
  },
  {
    names: ["iptables", "ip6tables", "iptables-legacy", "iptables-nft"],
    ...LOCAL,
    flags: "-L -S -n -v -w -x --list --list-rules --line-numbers --numeric --verbose --exact",
    values:
      "-t -p -s -d -i -o -j -m --table --protocol --source --destination --dport --sport --jump --match --state --ctstate --comment --to-destination",
    commands: {
      "": {
        ...ACCESS,
        does: [],
        targets: { always: "the packet filter" },
        when: [
          {
            options:
              "-F -X -Z -D -P -R -A -I -N -E --flush --delete-chain --delete --policy --replace --append --insert --new-chain --zero",
            does: ["permission_change"],
          },
          { options: "-F -X -D --flush --delete-chain --delete", does: ["delete"] },
        ],
      },
    },
  },
  {
    names: ["ufw", "firewall-cmd", "nft", "pfctl"],
    ...LOCAL,
    flags: "--force -a -j",
    commands: {
      ...harmless("status,list ruleset,version"),
      "*": {
        ...ACCESS,
        targets: { always: "the packet filter" },
        when: [
          { operand: /^(reset|flush|disable|delete)$/, does: ["delete"] },
          { options: "--list-all --state --get-active-zones", does: [], instead: true },
        ],
      },
    },
  },
  {
    names: ["iptables-restore", "ip6tables-restore"],
    ...LOCAL,
    flags: "-n -c --noflush",
    commands: { "": { ...ACCESS, targets: { always: "the packet filter" } } },
  },
  {
    names: ["iptables-save"],
    ...LOCAL,
    flags: "-c",
    values: "-t -M -f",
    commands: {
      "": {
        does: [],
        targets: { only: "none" },
        when: [{ options: "-f --file", does: ["overwrite"], noun: "file", type: "file" }],
      },
    },
  },
  {
    names: ["userdel", "deluser", "groupdel", "delgroup"],
    ...LOCAL,
    flags: "-f -r -Z --force --remove --remove-home --remove-all-files --system",
    commands: {
      "": {
        does: ["delete", "permission_change"],
        noun: "user",
        type: "user",
        when: [
          {
            options: "-r --remove --remove-home --remove-all-files",
            does: ["delete"],
            stateful: true,
            deep: true,
            undo: GONE,
          },
        ],
      },
    },
  },
  {
    names: ["usermod", "passwd", "chpasswd", "chsh", "gpasswd", "groupmod", "chage", "visudo"],
    ...LOCAL,
    flags: "-a -L -U -l -u -e -d -q",
    values: "-G -g -s -c -p -E -M",
    commands: { "": USER },
  },
  {
    names: ["useradd", "adduser", "groupadd", "addgroup"],
    ...LOCAL,
    flags: "-m -M -r -N -U --system --disabled-password",
    values: "-s -g -G -u -d -c -p --shell --home --uid --gid --ingroup --gecos",
    commands: { "": USER },
  },
  {
    names: ["sysctl"],
    ...LOCAL,
    flags: "-a -n -e -q",
    commands: {
      "": {
        does: [],
        noun: "kernel setting",
        type: "kernel_setting",
        when: [
          { options: "-w -p --write --load --system", does: ["overwrite"] },
          { operand: /=/, does: ["overwrite"] },
        ],
      },
    },
  },
  {
    names: ["mount"],
    ...LOCAL,
    flags: "-a -r -w -v -n",
    values: "-t -o -L -U --bind",
    commands: {
      "": {
        does: [],
        noun: "mount",
        type: "mount",
        targets: { only: "last" },
        when: [
          { operand: /./, does: ["unknown"] },
          { options: "-a -o -L -U -t --bind", does: ["unknown"] },
        ],
      },
    },
  },
  {
    names: ["swapon"],
    ...LOCAL,
    flags: "-s --show --summary --noheadings --bytes",
    commands: {
      "": {
        does: [],
        noun: "swap",
        type: "mount",
        unsure: "It puts something to use as swap.",
        when: [{ options: "-s --show --summary", does: [], instead: true }],
      },
    },
  },
  {
    names: ["umount", "swapoff"],
    ...LOCAL,
    flags: "-f -l -a -r -v",
    values: "-t",
    commands: { "": { does: ["detach"], noun: "file system", type: "mount", undo: BACK_ON } },
  },
];
