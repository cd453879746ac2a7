import { type Cli, type CliRule, harmless } from "./cli";
import { LOCAL } from "./machine";

const UNSURE = { does: [], targets: { only: "none" } } satisfies CliRule;
const keeper = (
  names: readonly string[],
  looks: string,
  options: Pick<Cli, "flags" | "values" | "singleDash">,
  removes: string,
) =>
  ({
    names,
    ...LOCAL,
    ...options,
    commands: {
      "": {
        ...UNSURE,
        noun: "key",
        type: "key",
        unsure: "It makes, changes or uses a key.",
        when: [
          { options: looks, without: removes, does: [], instead: true },
          { options: removes, does: ["delete"] },
        ],
      },
    },
  }) satisfies Cli;

/** Programs that keep keys and certificates; only looking at them is harmless. */
export const keyTools: readonly Cli[] = [
  keeper(["ssh-keygen"], "-l -F", { flags: "-l -v -q", values: "-f -E -F" }, "-R"),
  keeper(["ssh-add"], "-l -L", { flags: "-l -L -q", values: "-E" }, "-d -D"),
  {
    names: ["ssh-keyscan"],
    ...LOCAL,
    flags: "-4 -6 -H -c -v -D",
    values: "-p -t -T -f",
    commands: { "": UNSURE },
  },
  keeper(
    ["gpg", "gpg2"],
    "-k -K --list-keys --list-secret-keys --list-public-keys --verify --fingerprint --list-packets --check-sigs --list-sigs",
    { flags: "-v -q --batch --with-colons --with-fingerprint --no-tty", values: "--keyid-format" },
    "--delete-keys --delete-secret-keys --delete-secret-and-public-key --delete-key --delete-secret-key",
  ),
  keeper(
    ["keytool"],
    "-list -printcert -showinfo",
    {
      singleDash: true,
      flags: "-list -printcert -v -rfc -cacerts",
      values: "-keystore -storepass -alias -storetype -file -sslserver",
    },
    "-delete",
  ),
  {
    names: ["certbot"],
    ...LOCAL,
    commands: {
      ...harmless("certificates,plugins,show_account"),
      delete: {
        does: ["delete"],
        noun: "certificate",
        type: "certificate",
        stateful: true,
        flags: "-n --non-interactive",
        values: "--cert-name",
      },
      revoke: {
        does: ["permission_change"],
        noun: "certificate",
        type: "certificate",
        values: "--cert-name --cert-path --reason",
        flags: "-n --delete-after-revoke",
      },
    },
  },
  {
    names: ["sops"],
    ...LOCAL,
    commands: {
      "": {
        does: [],
        noun: "file",
        type: "file",
        unsure: "It opens a file to be changed, or encrypts.",
        flags: "-d --decrypt",
        values: "--input-type --output-type --extract",
        when: [
          { options: "-d --decrypt", without: "-i --in-place --output", does: [], instead: true },
          { options: "-i --in-place --output", does: ["overwrite"] },
          // `exec-env file command` runs the command.
          { operandsMin: 2, does: [], unsure: "It may run a command with what it decrypts." },
        ],
      },
    },
  },
];
