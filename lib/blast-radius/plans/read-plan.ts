import { memberOf } from "./json-text";
import { UnreadablePlan, type ReadPlan } from "./plan";
import { readPulumiPreview } from "./pulumi-plan";
import { readTerraformPlan } from "./terraform-plan";

/** A redacted plan, of the tool that its shape tells. Throws UnreadablePlan. */
export function readPlan(value: unknown): ReadPlan {
  if (memberOf(value, "format_version") !== undefined) return readTerraformPlan(value);
  if (Array.isArray(memberOf(value, "steps")) || memberOf(value, "changeSummary") !== undefined)
    return readPulumiPreview(value);
  throw new UnreadablePlan(
    "It is neither what `terraform show -json` or `tofu show -json` prints of a plan, nor what `pulumi preview --json` prints.",
  );
}
