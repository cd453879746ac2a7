/** A program that runs another one. Which of its words are its own, and how it runs the rest. */
export interface Wrapper {
  readonly names: readonly string[];
  readonly flags?: string;
  readonly values?: string;
  readonly attached?: string;
  readonly singleDash?: true;
  /** Operands of its own before the command: a host, a duration, a container. */
  readonly skip?: number;
  /** `words`: run as they are; `script`: joined, and read by a shell; `both`: that depends. */
  readonly runs: "words" | "script" | "both";
  /** Options whose value is a script. */
  readonly scripts?: string;
  /** With one of these, and without a command, it is a shell. */
  readonly shellWith?: string;
  /** Without a command it reads a script from its input. */
  readonly readsInput?: true;
  /** An operand is a file with a script, which wasn't submitted. */
  readonly operandIsFile?: true;
  /** The command begins after `--`, wherever that stands. */
  readonly afterDashes?: true;
  /** It gives the command more arguments, which only the run knows. */
  readonly appends?: true;
  /** `::: a b`: what it gives to the command, one after the other. */
  readonly lists?: true;
  /** `NAME=value` before the command. */
  readonly assigns?: true;
  /** The operand that says where it runs; null: on this machine. */
  readonly place?: number;
  /** Options with which it does something else, that isn't known. */
  readonly strangeWith?: string;
  /** A value of its options that makes it run something else. */
  readonly strangeValue?: RegExp;
  /** Its own options may also stand after its operand. */
  readonly optionsAfter?: true;
  /** Options with which it only says something. */
  readonly harmlessWith?: string;
  /** What the command meets there isn't known, so that none in it counts as harmless. */
  readonly unsure?: string;
}

const SHELL: Omit<Wrapper, "names"> = {
  flags:
    "-a -b -e -f -h -i -k -l -m -n -p -r -s -t -u -v -x -B -C -E -H -P -T --login --norc --noprofile --posix --verbose --restricted",
  values: "-o -O -c +o",
  scripts: "-c",
  readsInput: true,
  operandIsFile: true,
  runs: "words",
  strangeWith: "--rcfile --init-file",
};
const CONTAINER =
  "a container, whose image decides what a command there is and what of the outside it can reach";
const DOCKER_EXEC: Omit<Wrapper, "names"> = {
  flags: "-i -t -d -T --interactive --tty --detach --privileged --no-TTY",
  values:
    "-e -u -w --env --user --workdir --env-file --detach-keys --index -f --file -p --project-name -c --container -n --namespace --context",
  skip: 1,
  place: 0,
  runs: "words",
};

const WITH_SECRETS = {
  flags: "--no-session --prompt",
  values: "-p -c -e -s -f --project --config --env-file --environment --service --env --duration",
  afterDashes: true,
  runs: "words",
} satisfies Omit<Wrapper, "names">;
const SSH = {
  flags: "-4 -6 -A -a -C -f -G -g -K -k -N -n -q -s -T -t -V -v -X -x -Y -y",
  values: "-B -b -c -D -E -e -i -J -L -l -m -O -o -P -p -Q -R -S -W -w",
  strangeWith: "-F",
  skip: 1,
  place: 0,
  readsInput: true,
  optionsAfter: true,
  strangeValue: /command|include|^match|provider|xauthlocation/i,
  runs: "script",
} satisfies Omit<Wrapper, "names">;

export const WRAPPERS: readonly Wrapper[] = [
  {
    names: ["sudo"],
    flags:
      "-A -b -E -H -i -k -K -n -N -P -s -S -B --askpass --background --preserve-env --set-home --login --non-interactive --stdin --shell --reset-timestamp",
    values:
      "-u -g -h -p -C -r -t -T -U -D -R --user --group --host --prompt --close-from --role --type --chdir --chroot",
    strangeWith: "-e --edit",
    shellWith: "-s -i --shell --login",
    harmlessWith: "-l -v -V --list --validate --version",
    assigns: true,
    runs: "words",
  },
  { names: ["sshpass"], flags: "-e -v", values: "-p -f -d -P", runs: "words" },
  { names: ["doas"], flags: "-n -s -L", values: "-u -C", shellWith: "-s", runs: "words" },
  {
    names: ["env"],
    flags: "-i -0 - --ignore-environment --null -v --debug",
    values: "-u --unset -C --chdir -S --split-string",
    scripts: "-S --split-string",
    assigns: true,
    harmlessWith: "--help --version",
    runs: "words",
  },
  {
    names: ["nohup", "setsid", "caffeinate", "unbuffer"],
    flags: "-c -f -w -d -i -s",
    runs: "words",
  },
  {
    names: ["time"],
    flags: "-p -v -a -q",
    values: "-f --format",
    strangeWith: "-o --output",
    runs: "words",
  },
  {
    names: ["timeout", "gtimeout"],
    flags: "-v --verbose --foreground --preserve-status",
    values: "-k -s --kill-after --signal",
    skip: 1,
    runs: "words",
  },
  { names: ["nice"], flags: "-#", values: "-n --adjustment", runs: "words" },
  { names: ["ionice"], flags: "-t", values: "-c -n --class --classdata", runs: "words" },
  { names: ["stdbuf"], values: "-i -o -e --input --output --error", runs: "words" },
  { names: ["taskset", "chrt"], flags: "-c -a -f -r -o -b", skip: 1, runs: "words" },
  {
    names: ["chroot"],
    values: "--userspec --groups",
    skip: 1,
    place: 0,
    runs: "words",
    unsure: "The folder that becomes the root decides what a program there is.",
  },
  { names: ["gosu", "su-exec", "runas"], skip: 1, runs: "words" },
  { names: ["busybox", "toybox"], runs: "words" },
  {
    names: ["strace", "ltrace"],
    flags: "-f -c -q -t -T -v",
    values: "-e -p -s -u",
    strangeWith: "-o",
    runs: "words",
  },
  {
    names: ["systemd-run"],
    flags: "--user --scope --pty -t -P --wait --quiet -q -G --collect --no-block",
    values: "--unit -u -M -H --uid --gid --on-calendar --on-active",
    strangeWith: "-p --property",
    runs: "words",
  },
  {
    names: ["flock"],
    flags: "-s -x -n -u -o -F",
    values: "-w -E --timeout -c",
    scripts: "-c",
    skip: 1,
    runs: "words",
  },
  {
    names: ["xargs", "gxargs"],
    flags:
      "-0 -r -t -p -x -o --replace --max-lines --eof --null --no-run-if-empty --verbose --interactive --exit --open-tty",
    values:
      "-n -P -I -L -d -s -E -a -J -R --max-args --max-procs --delimiter --max-chars --arg-file --process-slot-var",
    attached: "-i -l -e",
    appends: true,
    runs: "words",
  },
  {
    names: ["parallel"],
    flags: "-0 -k -X -m --bar --eta --dry-run --null --keep-order --will-cite",
    values: "-j -a -I -N -n -L -S --jobs --colsep --max-args",
    lists: true,
    readsInput: true,
    runs: "both",
  },
  {
    names: ["watch"],
    flags:
      "-d -t -b -e -g -c -x --differences --no-title --beep --errexit --chgexit --color --exec",
    values: "-n --interval",
    runs: "both",
  },
  { names: ["eval"], runs: "script" },
  { names: ["exec"], flags: "-c -l", values: "-a", runs: "words" },
  { names: ["command"], flags: "-p", harmlessWith: "-v -V", runs: "words" },
  { names: ["builtin", "noglob", "nocorrect"], runs: "words" },
  { names: ["trap"], flags: "-l -p", runs: "script" },
  { names: ["bash", "sh", "zsh", "dash", "ksh", "ash", "rbash"], ...SHELL },
  {
    names: ["su", "runuser"],
    flags: "- -l -m -p -P --login --preserve-environment",
    values: "-c -s -g -G -u -w --command --shell --group --user",
    scripts: "-c --command",
    readsInput: true,
    skip: 1,
    runs: "script",
  },
  {
    names: ["ssh", "mosh"],
    ...SSH,
    flags: `${SSH.flags} -M`,
  },
  { names: ["autossh"], ...SSH, values: `${SSH.values} -M` },
  {
    names: [
      "docker exec",
      "docker container exec",
      "podman exec",
      "nerdctl exec",
      "docker compose exec",
      "docker-compose exec",
      "crictl exec",
    ],
    ...DOCKER_EXEC,
  },
  {
    names: [
      "docker run",
      "docker container run",
      "podman run",
      "nerdctl run",
      "docker compose run",
      "docker-compose run",
    ],
    flags: `${DOCKER_EXEC.flags} --rm --init --read-only -P --publish-all --no-deps --build --service-ports`,
    values: `${DOCKER_EXEC.values} -v --volume --mount --name --network --net -p --publish --entrypoint -h --hostname -l --label -m --memory --cpus --cap-add --cap-drop --device --gpus --ipc --pid --platform --restart --security-opt --tmpfs --ulimit --add-host --dns --link --log-driver --pull --userns --volumes-from --shm-size --stop-signal`,
    skip: 1,
    runs: "words",
    unsure: `It runs in ${CONTAINER}.`,
  },
  {
    names: ["kubectl exec", "oc exec", "k exec"],
    ...DOCKER_EXEC,
    flags: "-i -t -q --stdin --tty --quiet",
    values: `${DOCKER_EXEC.values} --kubeconfig --cluster --pod-running-timeout -s --server --token --as`,
    afterDashes: true,
  },
  {
    names: ["kubectl run", "kubectl debug", "oc debug"],
    flags: "-i -t --rm --stdin --tty --attach --command --quiet -q",
    values: `${DOCKER_EXEC.values} --image --restart --overrides --target --copy-to --labels -l --port --kubeconfig`,
    skip: 1,
    afterDashes: true,
    runs: "words",
    unsure: `It runs in ${CONTAINER}.`,
  },
  {
    names: ["doppler run", "op run", "railway run", "infisical run", "teller run"],
    ...WITH_SECRETS,
    skip: 0,
  },
  // Its `set` and `unset` change the file that it reads, and aren't the shell's.
  {
    names: ["dotenv"],
    ...WITH_SECRETS,
    unsure: "Which dotenv it is, and what it runs, isn't known.",
  },
  // They name a profile or a folder first.
  {
    names: ["aws-vault exec", "chamber exec", "envchain", "direnv exec"],
    ...WITH_SECRETS,
    skip: 1,
  },
  {
    names: ["heroku run", "fly ssh console", "flyctl ssh console"],
    flags: "--no-tty --exit-code -x --pty",
    values: "-a --app -s --size -C --command --remote -r -g --machine --user -u",
    scripts: "-C --command",
    readsInput: true,
    runs: "script",
  },
  {
    names: ["gcloud compute ssh"],
    values: "--command --zone --project --ssh-key-file",
    scripts: "--command",
    skip: 1,
    place: 0,
    readsInput: true,
    optionsAfter: true,
    runs: "script",
  },
  {
    names: ["vagrant ssh"],
    values: "-c --command",
    scripts: "-c --command",
    skip: 1,
    readsInput: true,
    runs: "script",
  },
  {
    names: ["npx", "bunx", "pnpx", "pnpm dlx", "yarn dlx", "npm exec"],
    flags: "-y --yes -q --quiet --no-install --",
    values: "-p --package -c --call",
    scripts: "-c --call",
    runs: "words",
    unsure: "It runs a package's code, which wasn't submitted.",
  },
  {
    names: ["tmux new-session", "tmux new", "screen"],
    harmlessWith: "-ls -list",
    flags: "-d -m -D -A -P -dm -dmS -dS",
    values: "-s -n -t -S -c -x -y",
    runs: "script",
  },
  {
    names: ["nsenter", "unshare"],
    flags:
      "-m -u -i -n -p -U -C -r -F -a -f --mount --uts --ipc --net --pid --user --all --fork --mount-proc --map-root-user",
    values: "-t -S -G --target --setuid --setgid",
    runs: "words",
    unsure: "Where it enters decides what a program there is.",
  },
];
