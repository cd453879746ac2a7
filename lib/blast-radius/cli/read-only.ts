import { type Cli, type CliRule, each, harmless } from "./cli";
import { LOCAL, NOTHING } from "./machine";

/** No option of theirs does harm, so neither does one that isn't known, or is made when it runs. */
const PURE =
  "ls cat head wc echo printf pwd true false : test [ whoami id uname sleep basename dirname grep egrep fgrep cut tr seq stat du df ps uptime free groups nl tac rev paste join comm diff cmp cksum md5sum sha1sum sha256sum sha512sum b2sum realpath readlink printenv nproc lsblk mktemp lscpu lsusb lspci lsmod modinfo lslocks lsns lsmem lsipc ipcs namei mountpoint getconf users logname hostid lastb top mpstat pstree mtr tracepath ping6 whois envsubst numfmt factor uuidgen zegrep zfgrep xzgrep bzgrep lsof systemd-cgls vmstat iostat who w last jq column fold expand expr getent locale tty dig nslookup host ping traceroute md5 which type whereis hexdump od strings exit return break continue shift wait pgrep pidof netstat apropos cal findmnt zcat bzcat xzcat zgrep lsattr getfacl cd pushd popd umask times let".split(
    " ",
  );

export const pure: Cli = {
  names: PURE,
  provider: null,
  reaches: null,
  anyOption: true,
  commands: {
    "": {
      does: [],
      targets: { only: "none" },
    },
  },
};

/** What `ip` shows where nothing else is said; `netns` without a word too. */
const IP_OBJECTS =
  "a addr address l link r ro route rule ru n neigh neighbour netns maddr mroute tunnel tuntap xfrm vrf nexthop".split(
    " ",
  );

/** They add, and leave what is there as it is. */
export const adding: readonly Cli[] = [
  {
    names: ["mkdir"],
    provider: null,
    reaches: null,
    anyOption: true,
    flags: "-p -v --parents --verbose",
    values: "-m --mode",
    commands: { "": { does: ["create"], noun: "folder", type: "file" } },
  },
  {
    names: ["touch", "mkfifo"],
    provider: null,
    reaches: null,
    anyOption: true,
    flags: "-a -c -f -h --no-create --no-dereference",
    values: "-m -d -t -r --mode --date --reference --time",
    commands: { "": { does: ["create"], noun: "file", type: "file" } },
  },
];

/** It reads the first file, and writes the second. */
const WRITES_THE_SECOND = {
  does: [],
  noun: "file",
  type: "file",
  targets: { skip: 1 },
  when: [{ operandsMin: 2, does: ["overwrite"] }],
} satisfies CliRule;

/** Harmless only with options that are listed. */
export const careful: readonly Cli[] = [
  {
    names: ["tail"],
    ...LOCAL,
    flags: "-# -f -F -r -q -v -z --follow --retry --quiet",
    values: "-n -c -s --lines --bytes --pid --sleep-interval",
    commands: { "": NOTHING },
  },
  {
    names: ["less", "more", "bat"],
    ...LOCAL,
    flags: "-N -R -S -F -X -n -i -p -r",
    commands: {
      "": {
        ...NOTHING,
        when: [
          {
            operand: /^\+(?!F$|G$|g$|\d+$)/,
            does: [],
            unsure: "It is told to run something first.",
          },
        ],
      },
    },
  },
  {
    names: ["date"],
    ...LOCAL,
    flags: "-u -R -I --utc --iso-8601 --rfc-3339",
    values: "-d -r -f -j -v --date --reference",
    commands: {
      "": {
        ...NOTHING,
        when: [
          {
            options: "-s --set",
            does: ["overwrite"],
            noun: "clock",
            type: "clock",
            targets: { always: "the clock" },
          },
          { operand: /^\d/, does: ["overwrite"], targets: { always: "the clock" } },
        ],
      },
    },
  },
  {
    names: ["hostname"],
    ...LOCAL,
    flags: "-f -i -I -s -d -A",
    commands: {
      "": {
        does: [],
        noun: "host name",
        type: "machine",
        when: [
          { operand: /./, does: ["overwrite"] },
          { options: "-F -b", does: ["overwrite"] },
        ],
      },
    },
  },
  {
    names: ["sort", "gsort"],
    ...LOCAL,
    flags:
      "-n -r -u -h -V -f -b -d -i -c -C -s -z -g -M -R -m --unique --reverse --numeric-sort --human-numeric-sort --version-sort --check",
    values: "-k -t -T -S --key --field-separator --parallel --buffer-size",
    commands: {
      "": {
        does: [],
        noun: "file",
        type: "file",
        when: [
          { options: "-o --output", does: ["overwrite"], targets: { by: "-o --output" } },
          { options: "--compress-program", does: [], unsure: "It runs another program." },
        ],
        values: "-o --output",
      },
    },
  },
  {
    names: ["uniq"],
    ...LOCAL,
    flags: "-c -d -u -i -z -D --count --repeated --unique",
    values: "-f -s -w",
    commands: {
      "": WRITES_THE_SECOND,
    },
  },
  {
    names: ["yq"],
    ...LOCAL,
    flags: "-r -e -j -P -M -C -n -N --raw-output --exit-status",
    values: "-o -p -I --arg",
    commands: {
      "": {
        does: [],
        noun: "file",
        targets: { skip: 1 },
        when: [
          { options: "-i --inplace", does: ["overwrite"] },
          {
            options: "-s --split-exp",
            does: [],
            unsure: "It writes files whose names it computes.",
          },
        ],
      },
    },
  },
  {
    names: ["rg", "ag", "ack"],
    ...LOCAL,
    flags:
      "-i -n -l -c -v -w -o -q -F -s -S -u -uu -U -L -a -x -z -h -H --hidden --no-ignore --files --stats --json --count --files-with-matches --line-number --ignore-case --no-heading --heading --fixed-strings --smart-case --multiline --pcre2 -P",
    values:
      "-e -g -t -T -A -B -C -m -j -M -r -f --glob --type --max-count --context --regexp --sort --max-depth --color",
    commands: { "": NOTHING },
  },
  {
    names: ["tree"],
    ...LOCAL,
    flags: "-a -d -f -h -p -s -C -D -F --dirsfirst --du --noreport",
    values: "-L -I -P",
    commands: {
      "": {
        does: [],
        noun: "file",
        targets: { by: "-o" },
        when: [{ options: "-o -R", does: ["overwrite"] }],
      },
    },
  },
  {
    names: ["file", "ss", "tldr", "blkid"],
    ...LOCAL,
    flags:
      "-b -i -L -k -z -s -p -l -t -u -n -a -4 -6 -0 -e -m -o -r -w -x -H -O -Q -S -T -Z --brief --mime --mime-type --tcp --udp --listening --numeric --processes --summary --info --memory --options --extended --all --no-header --oneline",
    values: "-f -c --query --format",
    commands: { "": NOTHING },
  },
  // `-H` and `-P` name a program that it runs.
  {
    names: ["man"],
    ...LOCAL,
    flags: "-a -f -k -w -K --all --where --whatis --apropos",
    values: "-s -S",
    commands: { "": NOTHING },
  },
  {
    names: ["xxd"],
    ...LOCAL,
    flags: "-a -b -C -E -e -i -p -ps -r -u -autoskip -bits -capitalize -EBCDIC -postscript",
    values: "-c -g -l -o -s -cols -groupsize -len -seek",
    commands: {
      "": WRITES_THE_SECOND,
    },
  },
  // Without a query, its letters set modes, reset the card, or name a file to write.
  {
    names: ["nvidia-smi"],
    ...LOCAL,
    flags: "-L -q -x --list-gpus --query --xml-format",
    values:
      "-i -d -l -lms --id --display --loop --loop-ms --query-gpu --query-compute-apps --query-accounted-apps --format",
    commands: {
      "": NOTHING,
      ...harmless("topo,dmon,pmon", { flags: "-m", values: "-c -d -i -s" }),
    },
  },
  {
    names: [
      "export",
      "declare",
      "local",
      "typeset",
      "readonly",
      "read",
      "set",
      "unset",
      "shopt",
      "getopts",
      "mapfile",
      "readarray",
      "ulimit",
    ],
    ...LOCAL,
    flags: "-e -u -x -o -a -A -i -r -g -p -f -t -n -s -q -E -eu -euo -ex -eux -euxo +e +x +u",
    values: "-d -N",
    commands: { "": NOTHING },
  },
  {
    names: ["journalctl"],
    ...LOCAL,
    flags:
      "-# -f -r -e -x -k -b -q -a -m -l -N --all --merge --system --user --follow --no-pager --reverse --utc --boot --dmesg --disk-usage --list-boots --list-catalog --dump-catalog --fields --catalog --no-full --full --no-tail --no-hostname --quiet --pager-end --header --show-cursor --case-sensitive --verify --truncate-newline",
    values:
      "-u -n -o -p -S -U -t -T -c -F -D -M -i --unit --user-unit --lines --output --output-fields --since --until --priority --facility --grep -g --identifier --exclude-identifier --cursor --after-cursor --field --directory --file --machine --root --image --namespace --invocation",
    helps: "-h --help --version",
    commands: {
      "": {
        does: [],
        noun: "log",
        type: "journal",
        targets: { always: "the journal" },
        when: [
          { options: "--vacuum-size --vacuum-time --vacuum-files --rotate", does: ["delete"] },
        ],
        values: "--vacuum-size --vacuum-time --vacuum-files",
      },
    },
  },
  {
    names: ["dmesg"],
    ...LOCAL,
    flags: "-T -w -H -k -x --ctime --follow --human --color",
    values: "-l --level",
    commands: {
      "": {
        does: [],
        noun: "log",
        type: "kernel_log",
        targets: { always: "the kernel's log" },
        when: [{ options: "-C -c --clear --read-clear", does: ["delete"] }],
      },
    },
  },
  {
    names: ["ip"],
    ...LOCAL,
    flags:
      "-0 -4 -6 -M -br -c -d -j -p -o -r -s -t -N -brief -json -color -details -pretty -oneline -resolve -stats -statistics -timestamp -tshort -all -human -h -iec",
    values: "-n -netns -family -f",
    singleDash: true,
    commands: {
      ...each(IP_OBJECTS.join(), { ...NOTHING, bare: true }),
      ...harmless(
        IP_OBJECTS.flatMap((object) =>
          ["show", "list", "ls", "sh", "lst"].map((verb) => `${object} ${verb}`),
        ).join(),
      ),
      ...harmless("route get,r get,ro get,netns identify,netns pids"),
      "*": {
        does: ["unknown"],
        noun: "network setting",
        type: "network",
        when: [{ operand: /^(del|delete|flush|down)$/, does: ["detach"], instead: true }],
      },
    },
  },
  {
    names: ["ifconfig"],
    ...LOCAL,
    flags: "-a",
    commands: {
      "": {
        does: [],
        noun: "network interface",
        type: "network",
        when: [
          { operand: /^down$/, does: ["stop"] },
          {
            operand: /^(?!down$)[^a-z]|^(up|netmask|add|del|mtu)$/,
            does: [],
            unsure: "It changes the interface.",
          },
        ],
      },
    },
  },
  {
    names: ["base64"],
    ...LOCAL,
    flags: "-d -D -w0 --decode",
    values: "-w --wrap",
    commands: {
      "": {
        does: [],
        noun: "file",
        type: "file",
        when: [{ options: "-o --output", does: ["overwrite"], targets: { by: "-o --output" } }],
        values: "-o --output",
      },
    },
  },
];
