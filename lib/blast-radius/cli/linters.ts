import { type Cli, type CliRule, each, harmless } from "./cli";
import { LOCAL, shows } from "./machine";

const FILE = { noun: "file", type: "file" } as const;

const REGISTRY = {
  provider: "registry",
  reaches: "the registry that the image's name tells",
} as const;
const SCANNER = {
  ...REGISTRY,
  flags:
    "-q -d --quiet --debug --ignore-unfixed --no-progress --offline-scan --insecure --list-all-pkgs --skip-db-update --only-fixed -v",
  values:
    "-f -s -c --format --severity --scanners --vuln-type --pkg-types --exit-code --timeout --ignorefile --platform --cache-dir --skip-dirs --skip-files --fail-on --scope",
} as const;
const IMAGE = {
  does: [],
  ...FILE,
  targets: { by: "-o --output" },
  when: [{ options: "-o --output", does: ["overwrite"] }],
} satisfies CliRule;

/** Programs that read code, manifests and images, and report. */
export const linters: readonly Cli[] = [
  shows(["shellcheck"], {
    flags: "-a -x -V --norc --color",
    values: "-s -e -i -f -S -o -P -W --shell --exclude --include --format --severity --enable",
  }),
  shows(["hadolint"], {
    flags: "--no-fail --no-color --verbose -V",
    values: "-f -c -t --format --config --ignore --failure-threshold --trusted-registry",
  }),
  shows(["yamllint", "actionlint", "jsonlint"], {
    flags: "-s -v -q --strict --no-warnings --list-files --verbose",
    values: "-c -d -f --config-file --config-data --format",
  }),
  shows(["kubeval", "kubeconform", "kubent", "pluto", "kube-score", "kube-linter"], {
    flags: "-strict -summary -verbose -ignore-missing-schemas --strict --ignore-missing-schemas -h",
    values:
      "-o -d -n -output -kubernetes-version -schema-location -skip -reject --output --output-format -f --config",
  }),
  shows(
    ["checkov"],
    {
      flags: "--quiet --compact --soft-fail --no-color",
      values: "-d -f -c -s -o --output --directory --file --framework --check --skip-check",
    },
    "--output-file-path",
  ),
  shows(
    ["tfsec"],
    {
      flags: "-s --soft-fail --no-color --concise-output",
      values: "-f -e -m --format --exclude --minimum-severity",
    },
    "-O --out",
  ),
  {
    names: ["tflint"],
    ...LOCAL,
    flags: "--recursive --no-color --force --version",
    values:
      "-f --format --config --chdir --filter --only --minimum-failure-severity --enable-rule --disable-rule --var --var-file",
    commands: {
      "": {
        does: [],
        ...FILE,
        targets: { always: "the files that it mends" },
        when: [{ options: "--fix", does: ["overwrite"] }],
      },
    },
  },
  {
    names: ["conftest"],
    ...LOCAL,
    commands: harmless("test,verify", {
      flags: "--all-namespaces --combine --fail-on-warn --no-color --quiet --strict",
      values: "-p -d -n -o --policy --data --namespace --output --parser",
    }),
  },
  {
    names: ["trivy"],
    ...SCANNER,
    commands: each("image,fs,filesystem,repo,repository,config,rootfs,sbom", IMAGE),
  },
  {
    names: ["grype", "syft"],
    ...SCANNER,
    commands: {
      "*": {
        ...IMAGE,
        when: [
          ...IMAGE.when,
          {
            operand: /^(db|attest|login|config|cataloger|completion|convert)$/,
            does: [],
            unsure: "Countersign has no rules for this use of it.",
          },
        ],
      },
    },
  },
  {
    names: ["skopeo"],
    ...REGISTRY,
    flags: "--insecure-policy --debug",
    values: "--command-timeout --tmpdir --override-os --override-arch",
    commands: {
      ...harmless("inspect,list-tags,manifest-digest", {
        flags: "--raw --config --no-tags --no-creds -n",
        values: "--creds --tls-verify --format --authfile --retry-times",
      }),
      delete: { does: ["delete"], noun: "image", type: "registry.image", stateful: true },
    },
  },
  {
    names: ["crane"],
    ...REGISTRY,
    flags: "-v --insecure --verbose",
    values: "--platform",
    commands: {
      ...harmless("ls,digest,manifest,config,catalog,validate,version", {
        flags: "--full-ref -O --omit-digest-tags",
        values: "--remote --tarball",
      }),
      delete: { does: ["delete"], noun: "image", type: "registry.image", stateful: true },
    },
  },
  {
    names: ["cosign"],
    ...REGISTRY,
    flags: "-d --verbose",
    values: "-t --timeout",
    commands: harmless("verify,verify-attestation,tree,triangulate,version", {
      flags: "--insecure-ignore-tlog --check-claims --offline --allow-insecure-registry",
      values:
        "--key --certificate-identity --certificate-oidc-issuer --certificate-identity-regexp --certificate-oidc-issuer-regexp --type -o --output --rekor-url -a",
    }),
  },
];
