import { artifactSha256 } from "@/client/protocol/digest";
import { Unanswered, work } from "@/lib/blast-radius/heavy";
import { withholdPlan } from "@/lib/blast-radius/redact-submission";
import type { Artifact } from "@/lib/contract/operation";
import { DomainError } from "@/lib/core/error";

/** What of a submission is stored and shown, and what the operation is bound to. */
export interface StoredSubmission {
  /** The body's own text, but for the artifact's content where that is redacted. */
  readonly submission: string;
  /** Of the content as it came; null: there is none. */
  readonly artifactSha256: string | null;
  readonly artifactRedacted: boolean;
}

/**
 * Plans hold secrets, in more places than they say: nothing of them is kept. Digests are taken before this.
 * Errors: unavailable.
 */
export async function storedSubmission(raw: string, artifact: Artifact): Promise<StoredSubmission> {
  if (artifact.kind === "none")
    return { submission: raw, artifactSha256: null, artifactRedacted: false };
  const redacted =
    artifact.kind === "terraform_plan" ? await redactedOf(raw, artifact.content) : null;
  return {
    submission: redacted ?? raw,
    artifactSha256: artifactSha256(artifact.content),
    artifactRedacted: redacted !== null,
  };
}

async function redactedOf(raw: string, plan: string): Promise<string | null> {
  try {
    return await work("redactSubmission", plan.length, raw, plan);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    // It can't be read in the bounds of time and memory, now or later.
    if (error.fault === "timeout" || error.fault === "too_large") return withholdPlan(raw);
    throw new DomainError("unavailable", "Too many large plans are being read. Try again.", {
      retryAfter_s: 5,
    });
  }
}
