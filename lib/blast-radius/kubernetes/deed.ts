import type { EffectKind } from "@/lib/core/impact";
import { ADDED } from "../cli/cli";
import { ASK_THE_AGENT, PLAIN_DEED, type Deed, type Undo } from "../deeds/deed";
import { quoted, type Unknown } from "../findings";
import { kindOf, type Kind } from "./kinds";
import { recordOf, type KubernetesObject } from "./manifest";
import { EFFECT_OF_VERB, type Verb } from "./verb";

/** What the verb does to one object, with what its own fields say of it. */
export function deedOf(object: KubernetesObject, verb: Verb | null): Deed {
  const kind = kindOf(object.kind);
  const name = object.name ?? "(without a name)";
  const id = `${kind.name}/${name}`;
  const removes = verb === "delete" || verb === "replace";
  const scaledDown = verb === "apply" && recordOf(object.raw["spec"])["replicas"] === 0;
  const effects: EffectKind[] = verb === null ? ["unknown"] : [...EFFECT_OF_VERB[verb]];
  if ((removes && kind.also) || scaledDown)
    effects.push(scaledDown ? "stop" : (kind.also ?? "stop"));
  if (verb === "create" && kind.also === "permission_change") effects.push("permission_change");
  if (removes && kind.name === "volumesnapshot") effects.push("recovery_removal");
  return {
    ...PLAIN_DEED,
    by: `${verb ?? "what is done with"} ${kind.name}`,
    effects,
    noun: kind.name,
    type: `kubernetes.${kind.name}`,
    provider: "kubernetes",
    targets: [id],
    more: object.name === null,
    stateful: statefulOf(object, kind),
    undo: verb === "create" ? ADDED : removes ? undoOf(object, kind) : null,
    takes: verb === "delete" ? kind.takes : [],
    unknowns: [...questionsOf(object, kind, id, verb)],
    scope: {
      call: `${verb ?? "?"} ${id}`,
      arguments:
        object.namespace === null ? [] : [{ name: "namespace", value: quoted(object.namespace) }],
      environment_argument: null,
      note: "A manifest names no cluster: nothing in it limits it to one environment.",
    },
  };
}

function statefulOf({ raw }: KubernetesObject, kind: Kind): boolean | null {
  if (kind.name === "pod" && Array.isArray(recordOf(raw["spec"])["volumes"])) return null;
  return kind.stateful;
}

function undoOf({ raw }: KubernetesObject, kind: Kind): Undo {
  const policy = recordOf(raw["spec"])["persistentVolumeReclaimPolicy"];
  if (kind.name === "persistentvolume" && policy === "Retain")
    return {
      value: "restorable",
      because:
        "Its reclaim policy is Retain: the storage behind it stays, to be bound again by hand.",
      disputed: false,
    };
  if (kind.stateful === true)
    return {
      value: "unknown",
      because: `Whether the data of a ${kind.name} is kept anywhere, its manifest doesn't say.`,
      disputed: false,
    };
  if (kind.stateful === false)
    return {
      value: "rebuildable",
      because: `A ${kind.name} can be made again from its manifest.`,
      disputed: false,
    };
  return { value: "unknown", because: "Nothing is known of this kind of object.", disputed: false };
}

function* questionsOf(
  { raw, namespace }: KubernetesObject,
  kind: Kind,
  id: string,
  verb: Verb | null,
): Iterable<Unknown> {
  const metadata = recordOf(raw["metadata"]);
  yield {
    topic: "environment",
    what: "Which cluster is it?",
    why: "A manifest names none: it goes to whatever cluster the executor is connected to.",
    resolve: "Ask which cluster, and compare with what was declared.",
  };
  if (verb === null)
    yield {
      what: "What is done with the objects of the manifest?",
      why: "Neither the action nor the parameters say whether they are applied, replaced or deleted.",
      resolve: ASK_THE_AGENT,
    };
  if (namespace === null && kind.name !== "namespace")
    yield {
      what: `In which namespace is ${quoted(id)}?`,
      why: "The manifest doesn't say: it is the executor's current one.",
      resolve: ASK_THE_AGENT,
    };
  if (kind.words === "")
    yield {
      what: `What goes along with a ${kind.name}?`,
      why: "Countersign doesn't know this kind; a custom resource's controller decides.",
      resolve: "Read the documentation of the controller that owns this kind.",
    };
  if (Array.isArray(metadata["finalizers"]) && metadata["finalizers"].length > 0)
    yield {
      what: `What do the finalizers of ${quoted(id)} clean away?`,
      why: "A controller runs before the object goes, and may delete things outside of the cluster.",
      resolve: "Look the finalizers up in the documentation of their controllers.",
    };
  if (Array.isArray(metadata["ownerReferences"]) && metadata["ownerReferences"].length > 0)
    yield {
      what: `Does the owner of ${quoted(id)} make it again?`,
      why: "It belongs to another object, whose controller may replace it.",
      resolve: "Look at its owner in the cluster.",
    };
  if (verb === "apply")
    yield {
      what: `What does ${quoted(id)} hold now?`,
      why: "Applying overwrites what differs, and Countersign can't see what is there.",
      resolve: "Run kubectl diff against the cluster, and read it.",
    };
  if (verb === "create" && kind.also === "stop")
    yield {
      what: `What do the containers of ${quoted(id)} do?`,
      why: "They run as soon as it is there, with whatever it gives them to reach.",
      resolve: "Read its images, commands, volumes and service account.",
    };
  if (kind.name === "persistentvolumeclaim")
    yield {
      topic: "recovery",
      what: `Is the data of ${quoted(id)} deleted with it?`,
      why: "That is the reclaim policy of its volume, which the claim doesn't say.",
      resolve: "Look at the reclaim policy of its volume or storage class.",
    };
}
