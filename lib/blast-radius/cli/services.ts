import { BACK_ON, type Cli, type CliRule, each, GONE, harmless } from "./cli";
import { LOCAL } from "./machine";

const SERVICE = {
  noun: "service",
  type: "service",
  stateful: null,
  undo: BACK_ON,
} satisfies Partial<CliRule>;

const SIGNALS =
  "-9 -15 -HUP -KILL -TERM -INT -STOP -CONT -USR1 -USR2 -QUIT -SIGKILL -SIGTERM -SIGHUP -SIGINT";

const ANOTHER = "A semicolon begins another command of tmux.";

/** Units that end the session or the machine, or stop all that isn't theirs. */
const ENDS =
  /^(systemd-)?(poweroff|reboot|halt|kexec|exit|soft-reboot|shutdown|final|umount|rescue|emergency|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|sleep|runlevel[016s]|ctrl-alt-del|factory-reset)(\.(target|service))?$/i;

export const services: readonly Cli[] = [
  {
    names: ["systemctl"],
    ...LOCAL,
    flags:
      "--user --system --now -q --quiet --no-block --no-pager --runtime -a --all -l --full --failed --plain --no-legend --global -r --recursive --reverse --after --before --value --with-dependencies --show-types -T --show-transaction --wait --no-wall --no-reload --no-ask-password -f --force -i",
    values:
      "-t --type --state -p -P --property -H --host -M --machine -n --lines -s --signal -o --output --kill-whom --kill-who --what --job-mode --check-inhibitors --preset-mode --timestamp --legend --root --image",
    helps: "-h --help --version",
    environment: "-H --host -M --machine",
    commands: {
      ...harmless(
        "status,show,list-units,list-unit-files,list-timers,list-dependencies,list-sockets,list-automounts,list-paths,list-machines,list-jobs,is-active,is-enabled,is-failed,is-system-running,cat,get-default,help,show-environment,whoami",
      ),
      ...harmless("reload,daemon-reload,reset-failed,unmask"),
      ...each("start,enable,reenable", {
        does: [],
        noun: "machine",
        type: "machine",
        when: [
          { operand: ENDS, does: ["stop"], undo: BACK_ON },
          { options: "--job-mode", does: [], unsure: "Its job mode may stop what else runs." },
        ],
      }),
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
          // `pm2 start clean.js` runs it.
          { operand: /[/\s]|\.\w{1,5}$/, does: [], unsure: "It may start a program." },
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
    // With a time, BSD's turns the power off and on.
    alone: "-c",
    commands: {
      "": {
        does: ["stop"],
        noun: "machine",
        type: "machine",
        targets: { always: "the machine" },
        undo: BACK_ON,
      },
    },
  },
  {
    names: ["kill", "pkill", "killall", "skill", "xkill", "fuser"],
    ...LOCAL,
    flags: `-# -f -x -i -o -v -e -k -w -q ${SIGNALS} --full --exact`,
    values: "-s -u -U -g -t -P -n --signal --parent --euid --group",
    commands: {
      "": {
        does: ["stop"],
        noun: "process",
        type: "process",
        undo: BACK_ON,
        when: [
          { options: "-l -L --list", without: "-k", does: [], instead: true },
          // On some systems `pkill -l` says what it ends.
          { options: "-l -L --list", operand: /[a-z]/, does: ["stop"] },
          { options: "-0", without: `-# -s --signal ${SIGNALS}`, does: [], instead: true },
        ],
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
  {
    names: ["tmux"],
    ...LOCAL,
    commands: {
      ...harmless("ls,list-sessions,list-windows,list-panes,list-clients,has-session", {
        flags: "-a",
        values: "-t",
        when: [
          { operand: /./, does: [], unsure: ANOTHER },
          { options: "-t", value: /;$/, does: [], unsure: ANOTHER },
        ],
      }),
      ...each("kill-session,kill-server,kill-pane,kill-window", {
        does: ["stop"],
        noun: "session",
        type: "process",
        values: "-t",
      }),
    },
  },
  {
    names: ["timedatectl", "hostnamectl", "localectl", "loginctl"],
    ...LOCAL,
    flags:
      "--no-pager --no-legend --all -a -l --full --value --monitor --static --transient --pretty",
    values: "-p -P --property -n --lines -o --output --json",
    commands: {
      "": { does: [], targets: { only: "none" } },
      ...harmless(
        "status,show,list-timezones,timesync-status,list-locales,list-keymaps,list-sessions,list-users,list-seats,session-status,user-status,show-session,show-user",
      ),
      ...each("set-time,set-timezone,set-ntp,set-local-rtc,set-hostname,hostname", {
        does: ["overwrite"],
        noun: "setting of the machine",
        type: "machine",
      }),
      ...each("terminate-session,terminate-user,kill-session,kill-user", {
        does: ["stop"],
        noun: "session",
        type: "process",
      }),
    },
  },
  {
    names: ["systemd-analyze"],
    ...LOCAL,
    flags: "--user --system --no-pager --order --require --man --recursive-errors --iterations -q",
    values:
      "--fuzz --from-pattern --to-pattern --threshold --base-time --json --root --image -H --host",
    commands: {
      "": { does: [], targets: { only: "none" } },
      ...harmless(
        "time,blame,critical-chain,plot,dot,unit-paths,exit-status,capability,condition,syscall-filter,filesystems,calendar,timestamp,timespan,cat-config,security,inspect-elf,unit-files",
      ),
    },
  },
  {
    names: ["resolvectl", "systemd-resolve"],
    ...LOCAL,
    flags: "-4 -6 --no-pager --legend --cache --status --statistics",
    values: "-i -t -c -p --interface --type --class --protocol --json",
    commands: {
      "": { does: [], targets: { only: "none" } },
      ...harmless("status,query,service,statistics,show-cache,show-server-state"),
    },
  },
  {
    names: ["networkctl"],
    ...LOCAL,
    flags: "-a -s -l --all --stats --full --no-pager --no-legend",
    values: "-n --lines --json",
    commands: { "": { does: [], targets: { only: "none" } }, ...harmless("list,status,lldp,cat") },
  },
  {
    names: ["coredumpctl"],
    ...LOCAL,
    flags: "-1 -r -q --no-pager --no-legend --all",
    values: "-F -n -S -U -D --field --since --until --json --file",
    commands: harmless("list,info"),
  },
  {
    names: ["chronyc"],
    ...LOCAL,
    flags: "-n -v",
    commands: harmless("tracking,sources,sourcestats,activity,ntpdata,serverstats", {
      flags: "-v -n",
    }),
  },
];
