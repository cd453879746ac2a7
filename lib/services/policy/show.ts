import { PolicyReferenceSchema, type PolicyVersionDetail } from "@/lib/contract/policy-version";
import { findVersion } from "@/lib/data/policy-versions";
import { requireSetupReader } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { missingVersion } from "./missing";
import { detailView } from "./view";

/** One version, as it was written and as it is read. Errors: not_found. */
export async function showPolicy(
  ctx: ServiceContext,
  input: { version: number },
): Promise<PolicyVersionDetail> {
  requireSetupReader(ctx);
  const { version } = parseInput(PolicyReferenceSchema, input);
  const stored = await findVersion(ctx.db, version);
  if (!stored) throw missingVersion(version);
  return detailView(stored);
}
