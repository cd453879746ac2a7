import { type Cli, type CliRule, each, harmless } from "./cli";
import { LOCAL, NOTHING } from "./machine";

const FILE = { noun: "file", type: "file" } as const;

/** With `-out` it writes; without, it prints. */
const OPENSSL = {
  does: [],
  ...FILE,
  targets: { by: "-out" },
  when: [{ options: "-out", does: ["overwrite"] }],
} satisfies CliRule;

/** Whether a value names a file of the machine's own configuration. */
const ELSEWHERE = /^(?!\/etc\/)|\.\./;
const CONFIGURED = "A configuration from elsewhere may load code, and wasn't submitted.";

const server = (
  names: readonly string[],
  checks: Omit<Cli, "names" | "commands">,
  options: string,
) =>
  ({
    names,
    ...checks,
    commands: {
      "": {
        does: [],
        noun: "service",
        type: "service",
        targets: { always: "the service" },
        unsure: "It starts the service, or changes how it runs.",
        when: [
          { options, does: [], instead: true },
          { options: "-s", does: ["stop"] },
          { options: "-f", value: ELSEWHERE, does: [], unsure: CONFIGURED },
        ],
      },
    },
  }) satisfies Cli;

const CAPTURE: Cli["commands"] = {
  "": {
    ...NOTHING,
    ...FILE,
    targets: { by: "-w" },
    values: "-w -C -W -G",
    when: [{ options: "-w", does: ["overwrite"] }],
  },
};

/** Programs that look at a machine, a network or a configuration, and can do more with some options. */
export const inspection: readonly Cli[] = [
  {
    names: ["openssl"],
    ...LOCAL,
    singleDash: true,
    commands: {
      ...harmless("version,ciphers,errstr", { flags: "-a -v -d -s" }),
      x509: {
        ...OPENSSL,
        flags:
          "-noout -text -dates -startdate -enddate -subject -issuer -fingerprint -serial -pubkey -modulus -purpose -hash -ocsp_uri -email -sha256 -sha1",
        values: "-in -inform -outform -checkend -checkhost -checkip -ext -nameopt -certopt -out",
      },
      ...each("rsa,pkey,ec,req,crl", {
        ...OPENSSL,
        flags:
          "-noout -text -check -modulus -pubout -pubin -verify -subject -nextupdate -lastupdate",
        values: "-in -inform -outform -out",
      }),
      verify: {
        ...NOTHING,
        flags: "-show_chain -verbose -crl_check",
        values: "-CAfile -CApath -untrusted -purpose",
      },
      rand: { ...OPENSSL, flags: "-hex -base64", values: "-out" },
      dgst: { ...OPENSSL, flags: "-sha1 -sha256 -sha384 -sha512 -md5 -hex -r", values: "-out" },
      s_client: {
        ...NOTHING,
        sends: true,
        flags:
          "-showcerts -brief -status -quiet -tls1_1 -tls1_2 -tls1_3 -verify_return_error -no_ign_eof -state -noservername",
        values: "-connect -servername -starttls -CAfile -CApath -cert -key -alpn -verify -proxy",
      },
    },
  },
  {
    names: ["nc", "ncat", "netcat"],
    ...LOCAL,
    flags: "-v -n -u -4 -6 -z",
    values: "-w -i -s -p -q",
    commands: {
      "": {
        ...NOTHING,
        unsure: "It sends what it reads to wherever it is told.",
        when: [{ options: "-z", does: [], instead: true }],
      },
    },
  },
  {
    names: ["tcpdump"],
    ...LOCAL,
    flags: "-n -nn -v -vv -vvv -A -X -XX -e -t -tt -ttt -tttt -q -l -p -D -S -#",
    values: "-i -c -s -r -B",
    commands: CAPTURE,
  },
  // Its `-X` loads a script.
  {
    names: ["tshark"],
    ...LOCAL,
    flags: "-n -V -x -q -l -p -D -S -#",
    values: "-i -c -s -r -B -f -Y -T -e -d",
    commands: CAPTURE,
  },
  {
    names: ["sar", "sadf"],
    ...LOCAL,
    flags: "-q -u -r -b -d -n -A -B -S -W -w -H -p -h -t",
    values: "-P -n -s -e -f -i",
    commands: {
      "": {
        ...NOTHING,
        ...FILE,
        targets: { by: "-o" },
        values: "-o",
        when: [{ options: "-o", does: ["overwrite"] }],
      },
    },
  },
  {
    names: ["ethtool"],
    ...LOCAL,
    flags: "-i -S -k -a -g -l -T -c --driver --statistics --show-features --show-ring",
    commands: { "": NOTHING },
  },
  {
    names: ["smartctl"],
    ...LOCAL,
    flags: "-a -x -i -H -A -c -j --all --xall --info --health --attributes --scan --json",
    values: "-l -d -n --log --device",
    commands: {
      "": {
        ...NOTHING,
        when: [
          {
            // `scterc,70,70` and `scttempint,5` set what `-l error` shows.
            options: "-l --log",
            value: /,.*,|scttempint/i,
            does: [],
            unsure: "It changes a setting of the disk.",
          },
        ],
      },
    },
  },
  {
    names: ["history"],
    ...LOCAL,
    flags: "-#",
    commands: {
      "": {
        does: [],
        noun: "history of the shell",
        type: "file",
        targets: { always: "the shell's history" },
        when: [
          { options: "-c -d", does: ["delete"] },
          { options: "-w", does: ["overwrite"] },
        ],
      },
    },
  },
  {
    names: ["arp", "route"],
    ...LOCAL,
    flags: "-a -n -e -v",
    commands: {
      "": {
        ...NOTHING,
        noun: "network setting",
        type: "network",
        when: [
          { operand: /./, does: [], unsure: "It may change the setting." },
          { operand: /^(del|delete|flush)$/, does: ["detach"] },
          { options: "-d -s -f", does: ["detach"] },
        ],
      },
    },
  },
  server(
    ["nginx", "openresty"],
    { ...LOCAL, flags: "-t -T -v -V -q", values: "-s" },
    "-t -T -v -V",
  ),
  server(["haproxy"], { ...LOCAL, flags: "-c -v -vv -V", values: "-f" }, "-c -v -vv"),
  {
    names: ["apachectl", "apache2ctl", "httpd", "apache2"],
    ...LOCAL,
    flags: "-t -S -M -v -V",
    commands: {
      "": {
        ...NOTHING,
        unsure: "It starts the service.",
        when: [{ options: "-t -S -M -v -V", does: [], instead: true }],
      },
      ...harmless("configtest,status,fullstatus"),
      ...each("stop,restart,graceful,graceful-stop", {
        does: ["stop"],
        noun: "service",
        type: "service",
        targets: { always: "the service" },
      }),
    },
  },
  {
    names: ["promtool", "amtool"],
    ...LOCAL,
    commands: harmless(
      "check config,check rules,check metrics,check web-config,query instant,query range,query series,query labels,test rules,check-config,alert query,silence query,config show",
      { flags: "--lint-fatal", values: "--start --end --step --output -o" },
    ),
  },
  {
    names: ["stern"],
    provider: "kubernetes",
    reaches: "the cluster of the current context of whoever runs it",
    environment: "--context",
    flags: "-A -t --all-namespaces --timestamps --no-follow",
    values:
      "-n -c -l -s -o -e -i --namespace --context --container --selector --since --tail --output --exclude --include",
    commands: { "": NOTHING },
  },
  {
    names: ["kubectx", "kubens"],
    provider: "kubernetes",
    reaches: null,
    flags: "-c --current",
    commands: {
      "": {
        ...NOTHING,
        when: [{ operand: /./, does: [], unsure: "Every later command then goes elsewhere." }],
      },
    },
  },
  {
    names: ["ansible"],
    provider: "ansible",
    reaches: "the hosts of its inventory",
    flags: "-v -o -b --become --one-line",
    values: "-m -l -f -u -T --module-name --limit --forks --user --timeout",
    commands: {
      "": {
        does: [],
        noun: "host",
        type: "machine",
        targets: { only: "first" },
        flags: "--list-hosts",
        when: [
          { options: "--list-hosts", does: [], instead: true },
          {
            options: "-m --module-name",
            value: /^(?!ping$)/,
            does: [],
            unsure: "What its module does on the hosts isn't read.",
          },
          {
            without: "-m=ping --module-name=ping --list-hosts",
            does: [],
            unsure: "What its module does on the hosts isn't read.",
          },
        ],
      },
    },
  },
  {
    names: ["ansible-playbook"],
    provider: "ansible",
    reaches: "the hosts of its inventory",
    flags: "-v -vv -vvv -b --become -K -k --diff -C --check --flush-cache",
    values: "-l -t -e -f -u -M --limit --tags --skip-tags --extra-vars --user --forks",
    commands: {
      "": {
        does: ["unknown"],
        noun: "playbook",
        type: "program",
        targets: { only: "none" },
        unsure: "What its tasks do on the hosts isn't read, and some run in check mode too.",
        when: [
          {
            options: "--syntax-check --list-tasks --list-hosts --list-tags",
            does: [],
            instead: true,
          },
        ],
      },
    },
  },
  {
    names: ["ansible-inventory"],
    provider: "ansible",
    reaches: "the hosts of its inventory",
    flags: "--list --graph -y --yaml --vars",
    values: "--host -l --limit",
    commands: { "": NOTHING },
  },
];
