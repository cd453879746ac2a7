import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { layOut, LAYOUT_CHARS_MAX } from "@/lib/blast-radius/layout/lay-out";
import type { ArtifactView, Shown } from "@/lib/contract/review";

/** An open page is drawn anew whenever anything happens; its artifact stays the same. */
const kept = new LRUCache<string, Promise<ArtifactView>>({ max: 64, ttl: 10 * 60_000 });

/** The artifact for the page; null where there is none. */
export async function artifactOf({ artifact }: Shown): Promise<ArtifactView | null> {
  const { kind, dialect, content } = artifact;
  if (content === null) return null;
  if (content.length > LAYOUT_CHARS_MAX) return layOut(artifact);
  const digest = createHash("sha256").update(content).digest("base64");
  const key = `${kind} ${dialect} ${digest}`;
  const view = kept.get(key) ?? layOut(artifact);
  kept.set(key, view);
  return view;
}
