import { type Cli, harmless } from "./cli";
import { LOCAL, NOTHING, shows } from "./machine";

/** Programs that watch processes, disks, networks and the machine. */
export const diagnostics: readonly Cli[] = [
  shows(["htop", "btop", "atop", "slabtop", "iftop", "nethogs", "nload", "vnstat"], {
    flags: "-1 -b -o -n -N -P -B -t -C",
    values: "-d -i -u -p -s -f --delay --user --pid --sort-key",
  }),
  shows(["iotop"], {
    flags: "-o -b -P -a -k -t -q -qq --only --batch --accumulated",
    values: "-n -d -p -u --iter --delay",
  }),
  shows(["pidstat"], {
    flags: "-d -h -H -I -l -R -r -s -t -u -U -v -w",
    values: "-p -G -T -C",
  }),
  shows(
    ["dstat"],
    {
      flags:
        "-a -c -d -f -g -i -l -m -n -p -r -s -t -v -y --tcp --udp --top-cpu --top-mem --top-io --nocolor",
      values: "-C -D -N",
    },
    "--output",
  ),
  shows(
    [
      "dmidecode",
      "lshw",
      "hwinfo",
      "inxi",
      "lslogins",
      "sestatus",
      "getenforce",
      "aa-status",
      "lstopo",
      "acpi",
    ],
    {
      flags:
        "-q -s -b -v -F -j -A -u -short -businfo -json -sanitize --short --quiet --json --verbose",
      values: "-t -c -C -class --type --string",
      singleDash: true,
    },
  ),
  shows(
    [
      "duf",
      "dust",
      "eza",
      "exa",
      "locate",
      "plocate",
      "sw_vers",
      "vm_stat",
      "lsb_release",
      "runlevel",
      "ipcalc",
      "kdig",
      "delv",
      "fping",
      "tcptraceroute",
      "zipinfo",
      "cloud-id",
      "ec2metadata",
    ],
    {
      flags:
        "-a -b -c -d -e -f -h -i -l -n -q -r -s -t -v -w -1 -4 -6 -A -D -T --all --json --long --tree --git",
      values: "-p -L -k -C",
    },
  ),
  // On a Mac it runs the command that it is given.
  {
    names: ["arch"],
    ...LOCAL,
    commands: {
      "": { ...NOTHING, when: [{ operand: /./, does: [], unsure: "It may run another program." }] },
    },
  },
  shows(["drill"], { flags: "-4 -6 -D -S -T -V -a -r -t -u -x", values: "-p -k -b -c" }, "-w -q"),
  shows(["sensors"], { flags: "-A -f -j -u" }),
  // `-o…` writes files; scripts are programs.
  {
    names: ["nmap"],
    ...LOCAL,
    singleDash: true,
    flags:
      "-F -Pn -n -R -r -sn -sP -sT -sS -sU -sV -O -v -vv -d -6 -T0 -T1 -T2 -T3 -T4 --open --reason --traceroute",
    values: "-p -e -S --top-ports --exclude --max-retries --host-timeout --min-rate --max-rate",
    commands: { "": NOTHING },
  },
  {
    names: ["iperf3", "iperf"],
    ...LOCAL,
    flags: "-R -u -J -V -4 -6 -Z -N -d",
    values: "-c -p -t -P -b -n -i -w -l -B -f -O --client --port --time --parallel --bitrate",
    commands: {
      "": {
        ...NOTHING,
        when: [{ without: "-c --client", does: [], unsure: "It starts a server." }],
      },
    },
  },
  {
    names: ["tc", "bridge"],
    ...LOCAL,
    singleDash: true,
    flags: "-s -d -p -j -c -br -statistics -details -pretty -json -color",
    commands: {
      ...harmless(
        "qdisc show,qdisc ls,class show,class ls,filter show,filter ls,link show,fdb show,vlan show,mdb show",
      ),
      "*": {
        does: ["unknown"],
        noun: "network setting",
        type: "network",
        when: [{ operand: /^(del|delete|flush)$/, does: ["detach"], instead: true }],
      },
    },
  },
  {
    names: ["conntrack"],
    ...LOCAL,
    flags: "-L -G -C -S -E -n --dump --count --stats",
    values:
      "-p -s -d -f -o --proto --orig-src --orig-dst --dport --sport --state --output --family",
    commands: {
      "": {
        does: [],
        noun: "connection",
        type: "network",
        when: [{ options: "-D -F --delete --flush", does: ["stop"] }],
      },
    },
  },
  {
    names: ["ipvsadm", "ipset"],
    ...LOCAL,
    flags: "-L -l -n --list --stats --rate --numeric --connection -name -terse -o",
    commands: {
      "": {
        does: [],
        noun: "entry",
        type: "network",
        when: [{ options: "-C -D -d --clear --delete-service --delete-server", does: ["detach"] }],
      },
      ...harmless("list", { flags: "-n -t -name -terse" }),
    },
  },
  {
    names: ["getfattr", "getcap", "getsebool", "ausearch", "aureport"],
    ...LOCAL,
    flags: "-d -r -v -n -a -l -i --interpret --summary --failed --success -au",
    values: "-m -k -ts -te -ua -ui -u -p --start --end",
    commands: { "": NOTHING },
  },
  {
    names: ["logger"],
    ...LOCAL,
    flags: "-i -s --id --stderr",
    values: "-p -t --priority --tag",
    commands: {
      "": { does: ["create"], noun: "line of a log", type: "log", targets: { only: "none" } },
    },
  },
];
