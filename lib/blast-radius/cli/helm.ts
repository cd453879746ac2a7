import { cascade } from "../http/provider";
import { type Cli, each, harmless } from "./cli";

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
  commands: {
    ...harmless(
      "list,ls,status,history,get values,get manifest,get all,get notes,show values,show chart,show all,search repo,search hub,template,lint,version,repo list,repo add,repo update,dependency list,env",
      {
        flags: "-a -A -q -l --all --all-namespaces --short --devel --strict --versions --regexp",
        values: "-o --output -f --values --set --version --revision --filter --max",
      },
    ),
    ...harmless("diff upgrade,diff revision,diff rollback,diff release", {
      flags:
        "--install --allow-unreleased --reuse-values --reset-values --devel --detailed-exitcode",
      values: "-f --values --set --set-string --version --context -C --output",
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
