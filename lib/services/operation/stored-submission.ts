import { artifactSha256 } from "@/client/protocol/digest";
import { redactPlan } from "@/lib/blast-radius/redact-plan";
import { withContent } from "@/lib/blast-radius/plans/with-content";
import type { Artifact } from "@/lib/contract/operation";

/** What of a submission is stored and shown, and what the operation is bound to. */
export interface StoredSubmission {
  /** The body's own text, but for the artifact's content where that is redacted. */
  readonly submission: string;
  /** Of the content as it came; null: there is none. */
  readonly artifactSha256: string | null;
  readonly artifactRedacted: boolean;
}

/** Plans hold secrets, in more places than they say: nothing of them is kept. Digests are taken before this. */
export function storedSubmission(raw: string, artifact: Artifact): StoredSubmission {
  if (artifact.kind === "none")
    return { submission: raw, artifactSha256: null, artifactRedacted: false };
  const sha256 = artifactSha256(artifact.content);
  const content =
    artifact.kind === "terraform_plan" ? redactPlan(artifact.content) : artifact.content;
  const artifactRedacted = content !== artifact.content;
  return {
    submission: artifactRedacted ? withContent(raw, content) : raw,
    artifactSha256: sha256,
    artifactRedacted,
  };
}
