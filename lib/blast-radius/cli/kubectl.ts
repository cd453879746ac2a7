import { cascade } from "../http/provider";
import { adds, type Cli, type CliRule, each, harmless, type Variant } from "./cli";

const COMMON =
  "-n --namespace --context --cluster --kubeconfig --user -s --server --token --as --as-group --as-uid --request-timeout --certificate-authority --client-certificate --client-key --tls-server-name --username --password -v --v --vmodule";

const NAMESPACES: Variant = {
  operand: /^(ns|namespaces?)(\/|$)/i,
  does: ["delete"],
  stateful: true,
  takes: [
    cascade(
      "Everything in the namespace, with its volume claims",
      "kubernetes.any",
      "lives in the target",
    ),
  ],
};

const CLAIMS: Variant = {
  operand: /(^|,)(pvcs?|pvs?|persistentvolume(claim)?s?)([/,]|$)/i,
  does: ["delete"],
  stateful: true,
  takes: [
    cascade(
      "The volume behind it, where the reclaim policy is Delete",
      "kubernetes.persistentvolume",
      "bound to the target",
    ),
  ],
};

const CRDS: Variant = {
  operand: /^(crds?|customresourcedefinitions?)([./]|$)/i,
  does: ["delete"],
  stateful: true,
  takes: [
    cascade(
      "Every object of that kind, in every namespace",
      "kubernetes.any",
      "is of the target's kind",
    ),
  ],
};

const WORKLOADS: Variant = {
  operand:
    /(^|,)(deploy|deployments?|sts|statefulsets?|ds|daemonsets?|po|pods?|jobs?|cronjobs?|rs|replicasets?|nodes?|no)([/,]|$)/i,
  does: ["stop"],
};

const FILES = "-f --filename -k --kustomize";

const APPLY: CliRule = {
  does: [],
  noun: "object",
  type: "kubernetes",
  flags: "-R --recursive --server-side --wait --validate --record --overwrite",
  values: `${FILES} -o --output -l --selector --field-manager --timeout --prune-allowlist`,
  targets: { by: FILES },
  dry: "--dry-run=client --dry-run=server",
  hand: { to: "kubernetes", verb: "apply", files: FILES },
  when: [
    { options: "--prune", does: ["delete"] },
    { options: "--force --force-conflicts", does: ["replace"] },
  ],
};

const CREATE = {
  flags: "--save-config --append-hash",
  values:
    "-o --output --from-literal --from-file --from-env-file --image --type --tcp --port --target-port --name --replicas --schedule --from --docker-server --docker-username --docker-password --docker-email --cert --key --external-name --clusterip --node-port --protocol",
  dry: "--dry-run=client --dry-run=server",
} satisfies Partial<CliRule>;

/** What `kubectl kustomize` and `kustomize build` have in common: they print manifests. */
export const KUSTOMIZE: CliRule = {
  does: [],
  noun: "file",
  type: "file",
  targets: { by: "-o --output" },
  flags: "--as-current-user",
  values: "-e --env --load-restrictor -o --output",
  when: [
    { options: "-o --output", does: ["overwrite"] },
    {
      options: "--enable-helm --enable-exec --enable-alpha-plugins --helm-command --network",
      does: [],
      unsure: "It runs other programs.",
    },
  ],
};

export const kubectl: Cli = {
  names: ["kubectl", "oc", "k", "k3s-kubectl"],
  provider: "kubernetes",
  reaches: "the cluster of the current context of whoever runs it",
  environment: "--context --cluster --kubeconfig -s --server",
  unsureWith: "--kubeconfig",
  helps: "--help",
  flags: "--insecure-skip-tls-verify --match-server-version --disable-compression",
  values: COMMON,
  commands: {
    ...harmless(
      "get,describe,logs,top,explain,version,cluster-info,api-resources,api-versions,events,config view,config get-contexts,config current-context,auth can-i,auth whoami,rollout status,rollout history,diff,wait,options",
      {
        flags:
          "-A -w -R -h --all --all-pods --allow-missing-template-keys --flatten --ignore-errors --insecure-skip-tls-verify-backend --local --merge --output-watch-events --server-print --server-side --force-conflicts --show-capacity --show-events --show-kind --sum --all-namespaces --watch --show-labels --no-headers --previous -p --follow --all-containers --timestamps --containers --recursive --short --client --ignore-not-found --minify --list --prefix --show-managed-fields --watch-only --use-protocol-buffers --namespaced --cached",
        values:
          "--raw --subresource --api-version --types --concurrency --prune-allowlist --kustomize -o -l -f -k -c --output --selector --field-selector --sort-by --tail --since --since-time --container --for --timeout --filename --revision --template --chunk-size --limit-bytes --max-log-requests --pod-running-timeout -L --label-columns --verbs --api-group --categories --field-manager",
      },
    ),
    delete: {
      does: ["delete"],
      noun: "object",
      type: "kubernetes",
      targets: { kinds: true },
      flags:
        "-A -R --all --all-namespaces --force --now --wait --ignore-not-found --recursive -i --interactive",
      values: `${FILES} -l -o --selector --field-selector --grace-period --timeout --cascade --output --raw`,
      dry: "--dry-run=client --dry-run=server",
      hand: { to: "kubernetes", verb: "delete", files: FILES },
      when: [
        NAMESPACES,
        CLAIMS,
        CRDS,
        WORKLOADS,
        { options: "--all -A --all-namespaces -l --selector", does: [], deep: true },
      ],
    },
    drain: {
      does: ["stop"],
      noun: "node",
      type: "kubernetes.node",
      flags:
        "--ignore-daemonsets --force --delete-emptydir-data --disable-eviction --delete-local-data",
      values:
        "--grace-period --timeout --pod-selector -l --selector --skip-wait-for-delete-timeout",
      dry: "--dry-run=client --dry-run=server",
      takes: [cascade("Its pods, moved or ended", "kubernetes.pod", "runs on the target", null)],
      when: [
        { options: "--delete-emptydir-data --delete-local-data", does: ["delete"], stateful: true },
      ],
    },
    ...each("cordon,taint", {
      does: ["stop"],
      noun: "node",
      type: "kubernetes.node",
      targets: { only: "first" },
    }),
    kustomize: KUSTOMIZE,
    uncordon: { does: [], targets: { only: "none" } },
    scale: {
      does: [],
      noun: "workload",
      targets: { kinds: true },
      flags: "--all",
      values: `${FILES} --replicas --current-replicas --resource-version --timeout -l --selector`,
      dry: "--dry-run=client --dry-run=server",
      when: [
        {
          options: "--replicas=0",
          does: ["stop"],
          undo: {
            value: "reversible",
            because: "It can be scaled up again; the time between is lost.",
            disputed: false,
          },
        },
        {
          without: "--replicas=0",
          does: [],
          unsure: "Fewer replicas than now would stop some; how many there are isn't known.",
        },
      ],
    },
    apply: APPLY,
    replace: {
      ...APPLY,
      does: ["replace"],
      hand: { to: "kubernetes", verb: "replace", files: FILES },
      when: [{ options: "--force", does: ["delete"] }],
    },
    create: {
      does: [],
      noun: "object",
      type: "kubernetes",
      targets: { by: FILES },
      ...CREATE,
      values: `${CREATE.values} ${FILES}`,
      hand: { to: "kubernetes", verb: "create", files: FILES },
      when: [
        { without: FILES, does: [], unsure: "Countersign doesn't know what comes of this kind." },
      ],
    },
    ...adds(
      "create namespace,create ns,create configmap,create cm,create secret,create service,create svc,create serviceaccount,create sa,expose",
      { noun: "object", type: "kubernetes", targets: { only: "last" }, ...CREATE },
    ),
    ...each("create deployment,create deploy,create job,create cronjob,create cj", {
      does: ["create"],
      noun: "workload",
      type: "kubernetes",
      targets: { only: "first" },
      ...CREATE,
      unsure: "What its image runs isn't in the command.",
    }),
    ...each(
      "create role,create clusterrole,create rolebinding,create clusterrolebinding,create token",
      {
        does: ["permission_change"],
        noun: "grant",
        type: "kubernetes.rolebinding",
        targets: { only: "first" },
        ...CREATE,
        values: `${CREATE.values} --verb --resource --role --clusterrole --user --group --serviceaccount --duration`,
      },
    ),
    ...each("patch,edit,set,annotate,label", {
      does: ["overwrite"],
      noun: "object",
      targets: { kinds: true },
      flags: "--all --overwrite --local",
      values: `${FILES} -p --patch --type -l -o --patch-file --subresource`,
      dry: "--dry-run=client --dry-run=server",
    }),
    "rollout restart": {
      does: ["stop"],
      noun: "workload",
      targets: { kinds: true },
      undo: {
        value: "reversible",
        because: "Its pods are started again, one after the other.",
        disputed: false,
      },
    },
    "rollout undo": {
      does: ["replace"],
      noun: "workload",
      targets: { kinds: true },
      values: "--to-revision",
      dry: "--dry-run=client --dry-run=server",
    },
    "rollout pause": { does: ["stop"], noun: "rollout", targets: { kinds: true } },
    cp: {
      does: ["overwrite"],
      noun: "file",
      type: "file",
      targets: { only: "last" },
      values: "-c --container",
    },
    "port-forward": {
      does: [],
      targets: { only: "none" },
      values: "--address --pod-running-timeout",
    },
    "config use-context": {
      does: [],
      targets: { only: "none" },
      unsure: "Every later command then goes to another cluster.",
    },
    "config delete-context": {
      does: ["delete"],
      noun: "context",
      type: "kubernetes.context",
      stateful: false,
    },
    ...each("config unset,config delete-user", {
      does: ["delete"],
      noun: "setting",
      type: "kubernetes.context",
      stateful: false,
    }),
    "config delete-cluster": {
      does: ["delete"],
      noun: "cluster entry",
      type: "kubernetes.context",
      stateful: false,
    },
  },
};
