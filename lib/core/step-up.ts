import { digestOf } from "@/client/protocol/digest";
import type { Verdict } from "./operation";

/** All that a passkey speaks on when it confirms a decision. */
export interface StepUpSubject {
  readonly verdict: Verdict;
  readonly operationId: string;
  readonly operationDigest: string;
  readonly shownDigest: string;
  /** Random, once for each time that it is asked. */
  readonly nonce: string;
}

/**
 * The challenge that a passkey signs: SHA-256 over the decision itself, so that the signature is good for
 * this verdict on this operation, as it was shown, and for nothing else. Base64url.
 */
export function stepUpChallenge(subject: StepUpSubject): string {
  const { verdict, operationId, operationDigest, shownDigest, nonce } = subject;
  const digest = digestOf("countersign.step-up.v1", {
    verdict,
    operation: operationId,
    operation_digest: operationDigest,
    shown_digest: shownDigest,
    nonce,
  });
  return Buffer.from(digest.slice("sha-256:".length), "hex").toString("base64url");
}
