import { describe, expect, it } from "vitest";
import { WITHHELD } from "@/lib/blast-radius/redact-plan";
import { storedSubmission } from "./stored-submission";

const artifact = { kind: "terraform_plan", content: "a plan" } as const;
const raw = JSON.stringify({ action: "terraform.apply", artifact });

describe("a plan that nobody could look through", () => {
  it.each(["timeout", "too_large", "failed"] as const)(
    "(%s) is stored without it",
    async (fault) => {
      const { submission, artifactRedacted } = await storedSubmission(raw, artifact, { fault });
      expect(JSON.parse(submission)).toEqual({
        action: "terraform.apply",
        artifact: { ...artifact, content: WITHHELD },
      });
      expect(artifactRedacted).toBe(true);
    },
  );

  it.each(["busy", "unavailable"] as const)(
    "(%s) isn't stored, but may be sent again",
    async (fault) => {
      await expect(storedSubmission(raw, artifact, { fault })).rejects.toMatchObject({
        code: "unavailable",
      });
    },
  );

  it("is none, where another artifact couldn't be read: that is stored as it came", async () => {
    const shell = { kind: "shell", content: "rm -rf /" } as const;
    const submitted = JSON.stringify({ artifact: shell });
    expect(await storedSubmission(submitted, shell, { fault: "timeout" })).toMatchObject({
      submission: submitted,
      artifactRedacted: false,
    });
  });
});
