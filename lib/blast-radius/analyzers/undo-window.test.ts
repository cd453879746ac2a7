import { describe, expect, it } from "vitest";
import { composeReport } from "@/lib/blast-radius/report";
import type { Artifact } from "@/lib/contract/operation";
import { declaredAs } from "@/test/artifact";
import { analyze } from "./analyze";

const NOW = "2026-11-24T14:02:11.000Z";
const inDays = (days: number) => new Date(Date.parse(NOW) + days * 86_400_000).toISOString();

async function reversibilityOf(artifact: Artifact) {
  const declared = declaredAs(artifact);
  return composeReport(declared, await analyze(declared)).reversibility;
}
const shell = (content: string) => reversibilityOf({ kind: "shell", content });
const json = (target: string, host: string, body: unknown) =>
  reversibilityOf({
    kind: "http",
    content: JSON.stringify({
      method: "POST",
      url: `https://${host}.eu-central-1.amazonaws.com/`,
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify(body),
    }),
  });

describe("until when a provider keeps what is deleted", () => {
  it.each([
    ["aws kms schedule-key-deletion --key-id k --pending-window-in-days 7", 7],
    ["aws kms schedule-key-deletion --key-id k", 30],
    ["aws secretsmanager delete-secret --secret-id s", 30],
    ["aws secretsmanager delete-secret --secret-id s --recovery-window-in-days 14", 14],
    [
      "aws secretsmanager delete-secret --secret-id s --no-force-delete-without-recovery --recovery-window-in-days 9",
      9,
    ],
    [
      "aws acm-pca delete-certificate-authority --certificate-authority-arn a --permanent-deletion-time-in-days 10",
      10,
    ],
    [
      "aws kms schedule-key-deletion --key-id a --pending-window-in-days 30; aws kms schedule-key-deletion --key-id b --pending-window-in-days 7",
      7,
    ],
  ])("is said where the command decides it: %s", async (command, days) => {
    expect(await shell(command)).toMatchObject({
      value: "soft_delete_window",
      until: inDays(days),
    });
  });

  it.each([
    [
      "aws secretsmanager delete-secret --secret-id s --force-delete-without-recovery",
      "irreversible",
    ],
    ["aws kms schedule-key-deletion --key-id k --pending-window-in-days $DAYS", "unknown"],
    ["aws kms schedule-key-deletion --key-id k --pending-window-in-days 3", "unknown"],
    [
      "aws kms schedule-key-deletion --key-id k --pending-window-in-days 7 --pending-window-in-days 9",
      "unknown",
    ],
    ["aws kms schedule-key-deletion --cli-input-json file://x.json", "unknown"],
    ["aws kms schedule-key-deletion --key-id k --pending-window 7", "unknown"],
    // The last of them counts.
    [
      "aws secretsmanager delete-secret --secret-id s --no-force-delete-without-recovery --force-delete-without-recovery",
      "unknown",
    ],
    [
      "aws secretsmanager delete-secret --secret-id s --force-delete-without-recovery --force-delete-without-recovery",
      "unknown",
    ],
    // What isn't known may be an option.
    ["aws secretsmanager delete-secret --secret-id s $FLAGS", "unknown"],
    ["aws secretsmanager delete-secret --secret-id $(cat id)", "unknown"],
    [
      "aws secretsmanager delete-secret --secret-id s {--force-delete-without-recovery,}",
      "unknown",
    ],
    // Whoever answers there isn't AWS.
    [
      "aws secretsmanager delete-secret --secret-id s --endpoint-url http://localhost:4566",
      "unknown",
    ],
    // The earlier key is gone for good before the window of the other is over.
    ["aws kms schedule-key-deletion --key-id k; rm -rf /data", "irreversible"],
    // What it holds in Cloud Storage goes before its thirty days are over.
    ["gcloud projects delete acme-staging", "unknown"],
    // The vault's own setting decides, and the bucket's.
    ["az keyvault delete -n acme", "unknown"],
    ["aws s3 rm s3://acme/report.csv", "unknown"],
  ])("is not said where it doesn't: %s", async (command, value) => {
    const found = await shell(command);
    expect(found.until).toBeNull();
    if (value === "irreversible") expect(found.value).not.toBe("soft_delete_window");
    else expect(found.value).toBe(value);
  });

  it("is read from a request's body alike", async () => {
    expect(
      await json("TrentService.ScheduleKeyDeletion", "kms", { KeyId: "k", PendingWindowInDays: 7 }),
    ).toMatchObject({ value: "soft_delete_window", until: inDays(7) });
    expect(
      await json("secretsmanager.DeleteSecret", "secretsmanager", { SecretId: "s" }),
    ).toMatchObject({ value: "soft_delete_window", until: inDays(30) });
    const forced = { SecretId: "s", ForceDeleteWithoutRecovery: true };
    expect(await json("secretsmanager.DeleteSecret", "secretsmanager", forced)).toMatchObject({
      value: "irreversible",
      until: null,
    });
    expect(await json("TrentService.ScheduleKeyDeletion", "kms", [])).toMatchObject({
      value: "unknown",
      until: null,
    });
  });
});
