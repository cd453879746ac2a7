import { diffLines } from "diff";
import type { DiffLine } from "@/lib/contract/policy-version";
import { findVersion } from "@/lib/data/policy-versions";
import { requireSetupReader } from "../authority";
import type { ServiceContext } from "../context";
import { missingVersion } from "./missing";

/** Two texts that share nothing take quadratic time; they are then shown as one replacing the other. */
const DIFF_TIME_MS = 500;

/** What one version's text changes in another's, line by line; 0 is no text. Errors: not_found. */
export async function diffPolicies(
  ctx: ServiceContext,
  { from, to }: { from: number; to: number },
): Promise<DiffLine[]> {
  requireSetupReader(ctx);
  const textOf = async (version: number) => {
    if (version === 0) return "";
    const stored = await findVersion(ctx.db, version);
    if (!stored) throw missingVersion(version);
    return stored.source;
  };
  const [before, after] = await Promise.all([textOf(from), textOf(to)]);
  const parts = diffLines(before, after, { timeout: DIFF_TIME_MS }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  return parts.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): DiffLine => ({ kind: added ? "added" : removed ? "removed" : "same", text })),
  );
}
