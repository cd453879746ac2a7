import type { Taken } from "../deeds/deed";

/** What is known of a kind of Kubernetes object. Data only. */
export interface Kind {
  /** Lower case and singular, as in a type: `kubernetes.namespace`. */
  readonly name: string;
  readonly words: string;
  /** Whether it holds what can't be made again from its manifest; null: depends. */
  readonly stateful: boolean | null;
  readonly takes: readonly Taken[];
  /** What deleting or replacing it interrupts or opens, beside itself. */
  readonly also?: "stop" | "permission_change" | "detach";
}

const takes = (
  name: string,
  type: string,
  via: string,
  stateful: boolean | null = null,
): Taken => ({ name, type: `kubernetes.${type}`, role: "cascade", stateful, via });

const PODS = takes("Its pods", "pod", "owned by the target", false);

export const KINDS: readonly Kind[] = [
  {
    name: "namespace",
    words: "ns namespaces",
    stateful: true,
    takes: [
      takes(
        "Everything in the namespace, with its volume claims",
        "any",
        "lives in the target",
        true,
      ),
    ],
  },
  {
    name: "customresourcedefinition",
    words: "crd crds customresourcedefinitions",
    stateful: true,
    takes: [
      takes(
        "Every object of this kind, in every namespace",
        "any",
        "is of the target's kind",
        true,
      ),
    ],
  },
  {
    name: "persistentvolumeclaim",
    words: "pvc pvcs persistentvolumeclaims",
    stateful: true,
    takes: [
      takes(
        "Its volume, where the reclaim policy is Delete",
        "persistentvolume",
        "bound to the target",
        true,
      ),
    ],
  },
  { name: "persistentvolume", words: "pv pvs persistentvolumes", stateful: true, takes: [] },
  {
    name: "volumesnapshot",
    words: "volumesnapshots vs volumesnapshotcontent volumesnapshotcontents",
    stateful: true,
    takes: [],
  },
  { name: "storageclass", words: "sc storageclasses", stateful: false, takes: [] },
  { name: "statefulset", words: "sts statefulsets", stateful: true, also: "stop", takes: [PODS] },
  {
    name: "deployment",
    words: "deploy deployments",
    stateful: false,
    also: "stop",
    takes: [takes("Its replica sets and pods", "pod", "owned by the target", false)],
  },
  {
    name: "replicaset",
    words: "rs replicasets replicationcontroller rc",
    stateful: false,
    also: "stop",
    takes: [PODS],
  },
  { name: "daemonset", words: "ds daemonsets", stateful: false, also: "stop", takes: [PODS] },
  { name: "job", words: "jobs", stateful: false, also: "stop", takes: [PODS] },
  {
    name: "cronjob",
    words: "cj cronjobs",
    stateful: false,
    also: "stop",
    takes: [takes("Its jobs and their pods", "job", "owned by the target", false)],
  },
  { name: "pod", words: "po pods", stateful: null, also: "stop", takes: [] },
  { name: "service", words: "svc services", stateful: false, also: "detach", takes: [] },
  {
    name: "ingress",
    words: "ing ingresses httproute gateway",
    stateful: false,
    also: "detach",
    takes: [],
  },
  { name: "secret", words: "secrets", stateful: true, takes: [] },
  { name: "configmap", words: "cm configmaps", stateful: false, takes: [] },
  {
    name: "serviceaccount",
    words: "sa serviceaccounts",
    stateful: false,
    also: "permission_change",
    takes: [],
  },
  {
    name: "role",
    words: "roles clusterrole clusterroles",
    stateful: false,
    also: "permission_change",
    takes: [],
  },
  {
    name: "rolebinding",
    words: "rolebindings clusterrolebinding clusterrolebindings",
    stateful: false,
    also: "permission_change",
    takes: [],
  },
  {
    name: "networkpolicy",
    words: "netpol networkpolicies",
    stateful: false,
    also: "permission_change",
    takes: [],
  },
  { name: "poddisruptionbudget", words: "pdb poddisruptionbudgets", stateful: false, takes: [] },
  {
    name: "horizontalpodautoscaler",
    words: "hpa horizontalpodautoscalers",
    stateful: false,
    takes: [],
  },
  { name: "node", words: "no nodes", stateful: null, also: "stop", takes: [PODS] },
];

/** By its name in a manifest, or what kubectl calls it; one that isn't listed is unknown. */
export function kindOf(word: string): Kind {
  const wanted = word.toLowerCase().split(".")[0] ?? "";
  const found = KINDS.find(
    ({ name, words }) => name === wanted || words.split(" ").includes(wanted),
  );
  const name = /^[a-z0-9-]{1,63}$/.test(wanted) ? wanted : "unknown";
  return found ?? { name, words: "", stateful: null, takes: [] };
}
