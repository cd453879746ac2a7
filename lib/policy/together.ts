import type { Risk } from "@/lib/core/operation";
import type { Standing } from "@/lib/core/transition";
import type { Demand } from "./demand";

/**
 * Why an operation can't be approved together with others; null: it can. Friction follows risk, so that
 * nothing above low is waved through in a list, nor anything of which the policy wants more than a click,
 * nor what somebody asked for themselves.
 */
export function whyAlone(op: { risk: Risk; policy: Demand }, standing: Standing): string | null {
  if (standing === "sole") return "Your own, with nobody else to ask";
  if (op.risk !== "low") return `${op.risk[0]?.toUpperCase()}${op.risk.slice(1)} risk`;
  const { stepUp, typedConfirmation, comment } = op.policy;
  if (stepUp) return "Needs your passkey";
  if (typedConfirmation) return "Needs its name typed";
  return comment ? "Needs a comment" : null;
}
