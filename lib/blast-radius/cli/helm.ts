import { cascade } from "../http/provider";
import { type Cli, each, harmless, reads } from "./cli";

const HELM_VALUES =
  "-n --namespace --kube-context --kubeconfig --kube-token --kube-apiserver --registry-config --repository-cache --repository-config";

export const helm: Cli = {
  names: ["helm"],
  provider: "helm",
  reaches: "the cluster of the current context of whoever runs it",
  environment: "--kube-context --kubeconfig",
  unsureWith: "--kubeconfig",
  values: HELM_VALUES,
  flags: "--debug",
  helps: "--help",
  commands: {
    ...harmless("template,lint,repo add,repo update", {
      flags:
        "-a -g -l --strict --quiet --with-subcharts --devel --include-crds --is-upgrade --no-hooks --skip-crds --skip-tests --validate --verify --pass-credentials --insecure-skip-tls-verify --generate-name --create-namespace --fail-on-repo-update-fail",
      values:
        "-f --values --set --set-string --set-file --set-json --set-literal --version --kube-version --api-versions -s --show-only --repo --name-template --username --password --ca-file --cert-file --key-file --timeout --dry-run",
    }),
    ...reads(
      "list,ls,status,history,hist,get values,get manifest,get hooks,get metadata,get all,get notes,show values,show chart,show readme,show crds,show all,inspect,search repo,search hub,version,repo list,repo ls,dependency list,dep list,plugin list,env",
    ),
    ...harmless("diff upgrade,diff revision,diff rollback,diff release", {
      flags:
        "--install --allow-unreleased --reuse-values --reset-values --devel --detailed-exitcode --no-hooks --three-way-merge --show-secrets --suppress-secrets --no-color --color --normalize-manifests --include-tests",
      values:
        "-f --values --set --set-string --version --context -C --output --suppress --kube-version",
    }),
    ...each("uninstall,delete,del,un", {
      does: ["delete"],
      noun: "release",
      type: "helm.release",
      stateful: null,
      flags: "--wait --no-hooks --keep-history --ignore-not-found --purge",
      values: "--timeout --cascade --description",
      dry: "--dry-run",
      takes: [
        cascade("Every object of the release", "kubernetes.any", "made by the release", null),
      ],
    }),
    ...each("upgrade,install", {
      does: ["overwrite"],
      noun: "release",
      type: "helm.release",
      targets: { only: "first" },
      flags:
        "-i --install --wait --atomic --reuse-values --reset-values --create-namespace --no-hooks --cleanup-on-fail --devel",
      values: "-f --values --set --set-string --set-file --version --timeout --description --repo",
      dry: "--dry-run --dry-run=client --dry-run=server",
      when: [{ options: "--force", does: ["replace"] }],
    }),
    rollback: {
      does: ["replace"],
      noun: "release",
      type: "helm.release",
      targets: { only: "first" },
      flags: "--wait --force --no-hooks --recreate-pods",
      dry: "--dry-run",
    },
    "repo remove": {
      does: ["delete"],
      noun: "repository entry",
      type: "helm.repository",
      stateful: false,
    },
    "plugin uninstall": { does: ["delete"], noun: "plugin", type: "helm.plugin", stateful: false },
  },
};
