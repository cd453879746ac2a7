import { type Cli, each, harmless, type Variant } from "./cli";
import { LOCAL } from "./machine";

const RUNS_PACKAGES = "It runs what the packages bring along, and may replace or remove others.";

const SIMULATES = "-s --simulate --dry-run --just-print --no-act --recon";

/** npm takes `--dry-run false` for one option. */
const NOT_DRY = {
  options: "--dry-run",
  operand: /^(true|false|null)$/,
  does: [],
  unsure: "Its --dry-run may be turned off.",
} satisfies Variant;

const NAMES = [
  "zypper",
  "apk",
  "pacman",
  "brew",
  "snap",
  "gem",
  "cargo",
  "conda",
  "pipx",
  "port",
  "choco",
  "winget",
];

/** Programs that install packages, and call what they do by much the same words. */
const manager = (names: readonly string[], more: Cli["commands"] = {}) =>
  ({
    names,
    ...LOCAL,
    flags: "-y -q --yes --quiet --no-cache",
    commands: {
      ...more,
      ...harmless(
        "list,search,info,show,outdated,freeze,leaves,deps,check-update,repolist,provides,whatprovides,repoquery,uses,config list,config get,history list,history info,list-updates,patches,repos,products,index versions,cache dir,cache list,cache info,inspect,tree,metadata,pkgid,locate-project,verify-project,doctor,desc,home,log,stats,policy,find,changes,connections,interfaces,env list",
        {
          flags:
            "-a -d -e -f -i -l -v -1 -vv --all --installed --outdated --upgradable --verbose --user --local --versions --json --pre --not-required --uptodate --editable --files --offline --locked --frozen --no-deps --duplicates --formula --cask --full-name --available --updates --show-duplicates --exclude-editable --no-color --disable-pip-version-check --no-input --requires --recursive --tree --refresh --showduplicates --repo-list --direct",
          values:
            "--format --format-version --exclude --path --depth -p --package --prefix --features --target --whatrequires --queryformat --qf -I --invert --edges --manifest-path --filter-platform --color",
        },
      ),
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
  }) satisfies Cli;

const NPM = {
  provider: "npm",
  reaches: "the registry and the folder that its configuration names",
  environment: "--registry --prefix --workspace -w",
  flags:
    "-a -g -r -D -E -P -s -l -p --all --global --save-dev --silent --production --if-present --workspaces --include-workspace-root --no-save --json --long --parseable --link --package-lock-only --no-unicode --prefer-online --prefer-offline --recursive --prod --dev --only-prod --no-optional --compatible --no-table --only-projects --color --no-color --offline -y --yes --no-fund --no-audit --no-progress --pattern",
  values:
    "-w --workspace --prefix --registry --tag --otp --depth -C --filter -F --omit --include --audit-level --loglevel --before --searchlimit --searchopts --searchexclude --fields --cwd --level --groups --environment --severity",
} satisfies Omit<Cli, "names" | "commands">;

/** What npm and pnpm only show. */
const BOTH_KNOW =
  "ls,list,ll,la,view,v,show,info,outdated,audit,why,search,whoami,ping,config get,config list,c get,get,help,prefix,root,bin,docs,repo,bugs,access list,dist-tag ls,owner ls,token list,team ls,stars";

const PACKAGE_SCRIPTS: Cli["commands"] = {
  // `audit fix` installs; and packing runs a package's own scripts, unless it is told not to.
  "audit fix": { does: ["unknown"], targets: { only: "none" }, unsure: RUNS_PACKAGES },
  pack: {
    does: [],
    noun: "file",
    type: "file",
    targets: { only: "none" },
    flags: "--dry-run --ignore-scripts",
    values: "--pack-destination",
    unsure: "It runs the package's own scripts, and writes a file.",
  },
  unpublish: {
    does: ["delete"],
    noun: "published package",
    type: "npm.package",
    stateful: true,
    flags: "-f --force",
    dry: "--dry-run",
    when: [NOT_DRY],
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
    when: [NOT_DRY],
    flags: "--provenance",
    values: "--access",
  },
  ...each("uninstall,remove,rm,un,prune", {
    does: ["delete"],
    noun: "installed package",
    type: "package",
    stateful: false,
    dry: "--dry-run",
    when: [NOT_DRY],
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
};

export const packages: readonly Cli[] = [
  {
    names: ["apt", "apt-get", "aptitude"],
    ...LOCAL,
    unsureWith: "-o --option -c --config-file",
    flags: `${SIMULATES} -y -q -f -m --yes --quiet --fix-broken --no-install-recommends --allow-downgrades --allow-change-held-packages -qq --installed --upgradable -V --no-upgrade --only-upgrade --all-versions -a --manual-installed --names-only --full --verbose-versions -u --show-upgraded --ignore-missing --fix-missing --no-remove`,
    values: "-t -o --target-release --option",
    helps: "-h --help",
    commands: {
      ...harmless(
        "update,list,show,search,policy,download,check,depends,rdepends,changelog,showsrc",
      ),
      install: {
        does: ["unknown"],
        noun: "package",
        type: "package",
        dry: SIMULATES,
        unsure: RUNS_PACKAGES,
      },
      ...each("remove,purge,autoremove,autopurge", {
        does: ["delete"],
        noun: "package",
        type: "package",
        stateful: null,
        dry: SIMULATES,
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
        dry: SIMULATES,
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
  manager(NAMES),
  // `cargo check` runs build scripts, so that it isn't among what all of them can.
  manager(["pip", "pip3"], harmless("check,debug")),
  manager(["yum", "dnf"], harmless("check")),
  {
    names: ["apt-cache"],
    ...LOCAL,
    unsureWith: "-o --option -c --config-file",
    flags:
      "-a -f -g -i -n -q --names-only --installed --full --all-versions --no-all-versions --important --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances",
    commands: harmless(
      "showsrc,unmet,dump,dumpavail,dotty,policy,show,search,depends,rdepends,madison,showpkg,stats,pkgnames",
    ),
  },
  {
    names: ["dpkg", "dpkg-query"],
    ...LOCAL,
    flags:
      "-l -L -s -S -W -p -C -V --audit --verify --get-selections --compare-versions --print-avail --print-foreign-architectures --no-pager --list --listfiles --status --search --show --print-architecture",
    commands: {
      "": {
        does: [],
        noun: "package",
        type: "package",
        unsure: "It installs, configures or unpacks.",
        when: [
          {
            options:
              "-l -L -s -S -W -p -C -V --audit --verify --get-selections --compare-versions --print-avail --print-foreign-architectures --list --listfiles --status --search --show --print-architecture",
            does: [],
            instead: true,
          },
          { options: "-r -P --remove --purge", does: ["delete"] },
        ],
        values: "-f --showformat",
      },
    },
  },
  {
    names: ["rpm"],
    ...LOCAL,
    flags:
      "-q -a -i -l -c -d -f -R -p -v -s --state --scripts --triggers --package --verbose --whatrecommends --recommends --conflicts --obsoletes --query --all --info --list --last --changelog --requires --provides --whatprovides --whatrequires",
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
        values: "--qf --queryformat",
      },
    },
  },
  {
    names: ["npm"],
    ...NPM,
    commands: {
      ...harmless(
        `${BOTH_KNOW},audit signatures,explain,config ls,help-search,fund,doctor,access get,profile get,query,sbom,org ls,cache ls,diff`,
      ),
      ...PACKAGE_SCRIPTS,
    },
  },
  // A word that the others don't know is a script of the package.
  {
    names: ["pnpm"],
    ...NPM,
    commands: { ...harmless(`${BOTH_KNOW},licenses,licenses list`), ...PACKAGE_SCRIPTS },
  },
  {
    names: ["bun"],
    ...NPM,
    commands: { ...harmless("outdated,help,pm ls"), ...PACKAGE_SCRIPTS },
  },
  {
    names: ["yarn"],
    ...NPM,
    commands: {
      ...harmless(
        "list,info,why,outdated,audit,config get,config list,help,licenses list,owner list,team list,workspaces list,workspaces info,cache list",
      ),
      ...PACKAGE_SCRIPTS,
    },
  },
];
