import type { Demand } from "@/lib/policy/demand";
import { nextOpening } from "@/lib/policy/window";

const wholeSeconds = (time_ms: number) => Math.floor(time_ms / 1000) * 1000;

/** When a grant may be used: `notBefore` in whole seconds, like its end. */
export interface Validity {
  readonly notBefore: Date;
  readonly expiresAt: Date;
}

/**
 * From the end of the objection window, and the first hours that the policy leaves open, no longer than
 * these; null where none begin within eight days.
 */
export function validity(demand: Demand, approvedAt: Date): Validity | null {
  const earliest = wholeSeconds(approvedAt.getTime()) + demand.objectionWindow_s * 1000;
  const opening = nextOpening(demand, new Date(earliest));
  if (!opening) return null;
  const notBefore = wholeSeconds(opening.from.getTime());
  const end = notBefore + demand.grantTtl_s * 1000;
  const expires = Math.min(end, opening.until ? wholeSeconds(opening.until.getTime()) : Infinity);
  return { notBefore: new Date(notBefore), expiresAt: new Date(expires) };
}
