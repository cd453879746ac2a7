import type { ActivePolicy } from "@/lib/contract/policy-version";
import { findPolicyStanding } from "@/lib/data/policies";
import { findVersion } from "@/lib/data/policy-versions";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { findPolicyFault } from "./fault";
import { detailView } from "./view";

/** The policy that counts now. Everyone who is signed in may read it: it is what they are held to. */
export async function showActive(ctx: ServiceContext): Promise<ActivePolicy> {
  requireMember(ctx);
  const [standing, fault] = await Promise.all([findPolicyStanding(ctx.db), findPolicyFault(ctx)]);
  const version = standing?.active?.version ?? 0;
  const stored = version === 0 ? null : await findVersion(ctx.db, version);
  return { version, policy: stored && detailView(stored), fault };
}
