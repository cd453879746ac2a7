import { type Cli, each, harmless } from "./cli";
import { LOCAL } from "./machine";

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
      ...harmless("list,search,info,show,outdated,freeze,leaves,deps", {
        flags: "-a -l -v --all --installed --outdated --upgradable --verbose --user --local",
        values: "--format",
      }),
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
    names: ["apt-cache"],
    ...LOCAL,
    unsureWith: "-o --option -c --config-file",
    flags: "-n --names-only --installed",
    commands: harmless("policy,show,search,depends,rdepends,madison,showpkg,stats,pkgnames"),
  },
  {
    names: ["dpkg", "dpkg-query"],
    ...LOCAL,
    flags: "-l -L -s -S -W -p --list --listfiles --status --search --show --print-architecture",
    commands: {
      "": {
        does: [],
        noun: "package",
        type: "package",
        unsure: "It installs, configures or unpacks.",
        when: [
          {
            options:
              "-l -L -s -S -W --list --listfiles --status --search --show --print-architecture",
            does: [],
            instead: true,
          },
          { options: "-r -P --remove --purge", does: ["delete"] },
        ],
      },
    },
  },
  {
    names: ["rpm"],
    ...LOCAL,
    flags:
      "-q -a -i -l -c -d -f -R --query --all --info --list --last --changelog --requires --provides --whatprovides --whatrequires",
    commands: {
      "": {
        does: [],
        noun: "package",
        type: "package",
        unsure: "It installs, upgrades or verifies.",
        when: [
          { options: "-q --query", does: [], instead: true },
          { options: "-e --erase", does: ["delete"] },
        ],
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
