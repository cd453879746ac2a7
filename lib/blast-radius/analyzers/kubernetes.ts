import { ASK_THE_AGENT } from "../deeds/deed";
import { findingsOf } from "../deeds/findings";
import type { Declared, Findings } from "../findings";
import { deedOf } from "../kubernetes/deed";
import { readManifest, UnreadableManifest, type KubernetesObject } from "../kubernetes/manifest";
import { verbOf } from "../kubernetes/verb";
import { notUnderstood } from "./not-understood";

const ANALYZER = { name: "kubernetes", version: "1" } as const;

/** What becomes of a manifest's objects: from their kinds, and from what is said to be done with them. */
export function analyzeKubernetes(declared: Declared, content: string): Findings {
  let objects: KubernetesObject[];
  try {
    objects = readManifest(content);
  } catch (error) {
    if (!(error instanceof UnreadableManifest)) throw error;
    return notUnderstood(declared, {
      analyzer: ANALYZER,
      status: "failed",
      what: "Which objects does the manifest hold?",
      why: error.message,
      resolve: ASK_THE_AGENT,
    });
  }
  const verb = verbOf(declared);
  return findingsOf(declared, {
    analyzer: ANALYZER,
    tool: "YAML parser over the exact bytes",
    content,
    deeds: objects.map((object) => deedOf(object, verb)),
    unknowns: [],
  });
}
