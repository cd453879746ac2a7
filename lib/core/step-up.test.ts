import { expect, it } from "vitest";
import { stepUpChallenge } from "./step-up";

const SUBJECT = {
  verdict: "approve",
  operationId: "op_1",
  operationDigest: `sha-256:${"1".repeat(64)}`,
  shownDigest: `sha-256:${"2".repeat(64)}`,
  nonce: "AAAA",
} as const;

it("a passkey's challenge is 32 bytes, and another one for each other thing that it confirms", () => {
  const challenges = [
    SUBJECT,
    { ...SUBJECT, verdict: "deny" } as const,
    { ...SUBJECT, operationId: "op_2" },
    { ...SUBJECT, operationDigest: SUBJECT.shownDigest },
    { ...SUBJECT, shownDigest: SUBJECT.operationDigest },
    { ...SUBJECT, nonce: "AAAB" },
  ].map(stepUpChallenge);
  expect(new Set(challenges).size).toBe(challenges.length);
  for (const challenge of challenges) expect(Buffer.from(challenge, "base64url")).toHaveLength(32);
});
