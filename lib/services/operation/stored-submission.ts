import { artifactSha256 } from "@/client/protocol/digest";
import type { Kept } from "@/lib/blast-radius/assess";
import { Unanswered, work } from "@/lib/blast-radius/heavy";
import { withContent } from "@/lib/blast-radius/plans/with-content";
import { WITHHELD } from "@/lib/blast-radius/redact-plan";
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
 * `kept`: by the reading that made the report. Errors: unavailable.
 */
export async function storedSubmission(
  raw: string,
  artifact: Artifact,
  kept: Kept,
): Promise<StoredSubmission> {
  if (artifact.kind === "none")
    return { submission: raw, artifactSha256: null, artifactRedacted: false };
  const redacted = artifact.kind === "terraform_plan" ? await redactedOf(raw, kept) : null;
  return {
    submission: redacted ?? raw,
    artifactSha256: artifactSha256(artifact.content),
    artifactRedacted: redacted !== null,
  };
}

async function redactedOf(raw: string, kept: Kept): Promise<string | null> {
  if ("fault" in kept) return withheld(raw, kept.fault);
  if (kept.redacted === null) return null;
  try {
    return await work("withContent", raw.length, raw, kept.redacted);
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    return withheld(raw, error.fault);
  }
}

function withheld(raw: string, fault: Extract<Kept, { fault: unknown }>["fault"]): string {
  if (fault === "busy" || fault === "unavailable")
    throw new DomainError("unavailable", "Too many large plans are being read. Try again.", {
      retryAfter_s: 5,
    });
  // It can't be read in the bounds of time and memory, now or later.
  return withContent(raw, WITHHELD);
}
