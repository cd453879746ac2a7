import { BYTE_ORDER_MARK, memberOf } from "./json-text";
import { UnreadablePlan, type ReadPlan } from "./plan";
import { readPulumiPreview } from "./pulumi-plan";
import { readTerraformPlan } from "./terraform-plan";

/** A redacted plan, of the tool that its shape tells. Throws UnreadablePlan. */
export function readPlan(redacted: string): ReadPlan {
  const value = parsed(redacted);
  if (memberOf(value, "format_version") !== undefined) return readTerraformPlan(value);
  if (Array.isArray(memberOf(value, "steps")) || memberOf(value, "changeSummary") !== undefined)
    return readPulumiPreview(value);
  throw new UnreadablePlan(
    "It is neither what `terraform show -json` or `tofu show -json` prints of a plan, nor what `pulumi preview --json` prints.",
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) as unknown;
  } catch {
    throw new UnreadablePlan("It isn't JSON.");
  }
}
