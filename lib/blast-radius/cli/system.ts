import { BACK_ON, each, GONE, harmless, type Cli, type CliRule } from "./cli";

const LOCAL = { provider: null, reaches: null } as const;
const SERVICE = {
  noun: "service",
  type: "service",
  stateful: null,
  undo: BACK_ON,
} satisfies Partial<CliRule>;
const ACCESS = {
  does: ["permission_change"],
  noun: "rule",
  type: "firewall",
} satisfies Partial<CliRule>;
const USER = { does: ["permission_change"], noun: "user", type: "user" } satisfies Partial<CliRule>;

export const services: readonly Cli[] = [
  {
    names: ["systemctl"],
    ...LOCAL,
    flags:
      "--user --system --now -q --quiet --no-block --no-pager --runtime -a --all -l --full --failed --plain --no-legend --global",
    values:
      "-t --type --state -p --property -H --host -M --machine -n --lines -s --signal -o --output",
    environment: "-H --host -M --machine",
    commands: {
      ...harmless(
        "status,show,list-units,list-unit-files,list-timers,list-dependencies,list-sockets,is-active,is-enabled,is-failed,is-system-running,cat,get-default,help",
      ),
      ...harmless("start,enable,reload,daemon-reload,reset-failed,unmask,reenable"),
      ...each("stop,disable,restart,mask,kill,try-restart,reload-or-restart", {
        does: ["stop"],
        ...SERVICE,
      }),
      ...each("poweroff,reboot,halt,suspend,hibernate,rescue,emergency,isolate,kexec", {
        does: ["stop"],
        noun: "machine",
        type: "machine",
        targets: { always: "the machine" },
        undo: BACK_ON,
      }),
      revert: { does: ["delete"], ...SERVICE },
      ...each("edit,set-property,set-default,link", { does: ["overwrite"], ...SERVICE }),
    },
  },
  {
    names: ["service", "rc-service", "initctl", "supervisorctl", "pm2", "launchctl", "sv"],
    ...LOCAL,
    commands: {
      "*": {
        does: [],
        ...SERVICE,
        unsure: "Countersign doesn't know what this makes of the service.",
        when: [
          {
            operand: /^(status|list|ls|start|logs|print|describe|show|jlist)$/,
            does: [],
            instead: true,
          },
          {
            operand:
              /^(stop|restart|kill|delete|disable|bootout|unload|shutdown|remove|down|force-stop)$/,
            does: ["stop"],
          },
        ],
      },
    },
  },
  {
    names: ["shutdown", "reboot", "halt", "poweroff", "init", "telinit"],
    ...LOCAL,
    flags: "-h -r -P -H -k -f -n --no-wall --halt --reboot --poweroff",
    commands: {
      "": {
        does: ["stop"],
        noun: "machine",
        type: "machine",
        targets: { always: "the machine" },
        undo: BACK_ON,
        when: [{ options: "-c", does: [], instead: true }],
      },
    },
  },
  {
    names: ["kill", "pkill", "killall", "skill", "xkill", "fuser"],
    ...LOCAL,
    flags:
      "-# -9 -15 -f -x -i -o -v -e -k -w -q -HUP -KILL -TERM -INT -STOP -CONT -USR1 -USR2 -QUIT -SIGKILL -SIGTERM -SIGHUP -SIGINT --full --exact",
    values: "-s -u -U -g -t -P -n --signal --parent --euid --group",
    commands: {
      "": {
        does: ["stop"],
        noun: "process",
        type: "process",
        undo: BACK_ON,
        when: [{ options: "-l -L -0 --list", does: [], instead: true }],
      },
    },
  },
  {
    names: ["crontab"],
    ...LOCAL,
    flags: "-i",
    values: "-u",
    commands: {
      "": {
        does: ["unknown"],
        noun: "table of timed jobs",
        type: "crontab",
        targets: { always: "the user's timed jobs" },
        undo: GONE,
        when: [
          { options: "-r", does: ["delete"], instead: true },
          { options: "-l", does: [], instead: true },
          { operand: /./, does: ["overwrite"], instead: true },
        ],
      },
    },
  },
  {
    names: ["at", "batch", "atrm"],
    ...LOCAL,
    flags: "-l -q -m -v",
    values: "-f -t",
    commands: {
      "": {
        does: ["unknown"],
        noun: "timed job",
        type: "timed_job",
        when: [
          { options: "-l", does: [], instead: true },
          { options: "-d -r", does: ["delete"], instead: true },
        ],
      },
    },
  },
];

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
    commands: { "": { does: [], targets: { only: "none" } } },
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
        does: ["unknown"],
        noun: "mount",
        type: "mount",
        targets: { only: "last" },
        when: [{ options: "-l", does: [], instead: true }],
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

const RUNS_PACKAGES = "It runs what the packages bring along, and may replace or remove others.";

export const packages: readonly Cli[] = [
  {
    names: ["apt", "apt-get", "aptitude"],
    ...LOCAL,
    unsureWith: "-o --option -c --config-file",
    flags:
      "-y -q -f -m --yes --quiet --fix-broken --no-install-recommends --allow-downgrades --allow-change-held-packages -qq --installed --upgradable -V",
    values: "-t -o --target-release --option",
    commands: {
      ...harmless("update,list,show,search,policy,download,check"),
      install: {
        does: ["unknown"],
        noun: "package",
        type: "package",
        dry: "-s --simulate --dry-run",
        unsure: RUNS_PACKAGES,
      },
      ...each("remove,purge,autoremove,autopurge", {
        does: ["delete"],
        noun: "package",
        type: "package",
        stateful: null,
        dry: "-s --simulate --dry-run --just-print --no-act",
        undo: {
          value: "rebuildable",
          because: "A package can be installed again; a purge takes its settings too.",
          disputed: false,
        },
        when: [{ options: "--purge", does: [] }],
      }),
      ...each("upgrade,dist-upgrade,full-upgrade", {
        does: ["replace"],
        noun: "package",
        type: "package",
        targets: { always: "installed packages" },
        dry: "-s --simulate --dry-run",
      }),
      ...each("clean,autoclean", {
        does: ["delete"],
        noun: "package cache",
        type: "package_cache",
        stateful: false,
        targets: { always: "the package cache" },
      }),
    },
  },
  {
    names: [
      "yum",
      "dnf",
      "zypper",
      "apk",
      "pacman",
      "brew",
      "snap",
      "rpm",
      "dpkg",
      "pip",
      "pip3",
      "gem",
      "cargo",
      "conda",
      "pipx",
      "port",
      "choco",
      "winget",
    ],
    ...LOCAL,
    flags: "-y -q --yes --quiet --no-cache",
    commands: {
      ...harmless("list,search,info,show,outdated,freeze,leaves,deps"),
      ...each("install,add,build,test,upgrade,update,run,reinstall,publish", {
        does: ["unknown"],
        noun: "package",
        type: "package",
        unsure: RUNS_PACKAGES,
      }),
      ...each("remove,uninstall,erase,del,autoremove,purge,cleanup,clean,prune,yank", {
        does: ["delete"],
        noun: "package",
        type: "package",
        undo: {
          value: "rebuildable",
          because: "A package can be installed again.",
          disputed: false,
        },
      }),
      "": {
        does: [],
        noun: "package",
        type: "package",
        unsure: "Its options are letters that mean many things.",
        when: [{ options: "-R -r -P -e --remove --purge --erase -Rs -Rns", does: ["delete"] }],
      },
    },
  },
  {
    names: ["npm", "pnpm", "yarn", "bun"],
    provider: "npm",
    reaches: "the registry and the folder that its configuration names",
    environment: "--registry --prefix --workspace -w",
    flags:
      "-g -D -E -P -s --global --save-dev --silent --production --if-present --workspaces --no-save --json --long --offline -y --yes",
    values: "-w --workspace --prefix --registry --tag --otp --depth -C --filter",
    commands: {
      ...harmless(
        "ls,list,view,info,outdated,audit,why,explain,search,whoami,ping,config get,config list,help,prefix,root,bin,fund,doctor,access list,dist-tag ls,owner ls,profile get",
      ),
      unpublish: {
        does: ["delete"],
        noun: "published package",
        type: "npm.package",
        stateful: true,
        flags: "-f --force",
        dry: "--dry-run -n",
        undo: {
          value: "irreversible",
          because: "A version that was unpublished can never be published again.",
          disputed: false,
        },
      },
      deprecate: {
        does: ["overwrite"],
        noun: "published package",
        type: "npm.package",
        targets: { only: "first" },
      },
      "dist-tag rm": { does: ["detach"], noun: "tag of a package", type: "npm.dist_tag" },
      "owner rm": { does: ["permission_change"], noun: "owner of a package", type: "npm.owner" },
      "token revoke": { does: ["permission_change"], noun: "token", type: "npm.token" },
      publish: {
        does: ["unknown"],
        noun: "package",
        type: "npm.package",
        dry: "--dry-run",
        flags: "--provenance",
        values: "--access",
      },
      ...each("uninstall,remove,rm,un,prune", {
        does: ["delete"],
        noun: "installed package",
        type: "package",
        stateful: false,
        dry: "--dry-run",
        undo: {
          value: "rebuildable",
          because: "A package can be installed again.",
          disputed: false,
        },
      }),
      "cache clean": {
        does: ["delete"],
        noun: "package cache",
        type: "package_cache",
        stateful: false,
        flags: "-f --force",
        targets: { always: "the package cache" },
      },
      ...each(
        "install,i,ci,add,update,upgrade,run,run-script,test,t,start,stop,build,exec,x,dlx,create,init,rebuild,lint,dev",
        {
          does: ["unknown"],
          noun: "script of the package",
          type: "npm.script",
          targets: { only: "none" },
          unsure: "It runs scripts that packages define, which weren't submitted.",
        },
      ),
    },
  },
];
