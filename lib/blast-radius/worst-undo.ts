import { REVERSIBILITIES, type Reversibility } from "@/lib/core/impact";

/**
 * The worst of several: undone is only what all of them leave undoable. Of those that are as bad, the first
 * stands for all, until the earliest of their ends; no end is said where one of them says none.
 */
export function worstUndo<
  T extends { readonly value: Reversibility; readonly until: string | null },
>(each: readonly T[]): T | null {
  const rank = ({ value }: T) => REVERSIBILITIES.indexOf(value);
  const gravest = Math.max(...each.map(rank));
  const [worst, ...others] = each.filter((one) => rank(one) === gravest);
  if (!worst) return null;
  const until = others.reduce<string | null>(
    (end, one) => (end === null || one.until === null ? null : one.until < end ? one.until : end),
    worst.until,
  );
  return { ...worst, until };
}
