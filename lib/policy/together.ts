import type { Risk } from "@/lib/core/operation";
import type { Demand } from "./demand";

/**
 * Why an operation can't be approved together with others; null: it can. Friction follows risk, so that
 * nothing above low is waved through in a list, nor anything of which the policy wants more than a click.
 */
export function whyAlone(op: { risk: Risk; policy: Demand }): string | null {
  if (op.risk !== "low") return `${op.risk[0]?.toUpperCase()}${op.risk.slice(1)} risk`;
  const { stepUp, typedConfirmation, comment } = op.policy;
  if (stepUp) return "Needs your passkey";
  if (typedConfirmation) return "Needs its name typed";
  return comment ? "Needs a comment" : null;
}
