import type { DraftView } from "@/lib/contract/policy-version";
import { listGroups } from "@/lib/data/groups";
import { findPolicyStanding } from "@/lib/data/policies";
import { findVersion } from "@/lib/data/policy-versions";
import { examples } from "@/lib/policy/examples";
import { STARTER } from "@/lib/policy/starter";
import { VOCABULARY } from "@/lib/policy/vocabulary";
import { requireAdministrator } from "../authority";
import type { ServiceContext } from "../context";
import { missingVersion } from "./missing";

/** The text to begin with: a version's, else the active one's, else the starter. Errors: not_found. */
export async function openDraft(ctx: ServiceContext, from?: number): Promise<DraftView> {
  requireAdministrator(ctx);
  const version = from ?? (await findPolicyStanding(ctx.db))?.active?.version ?? 0;
  const stored = version === 0 ? null : await findVersion(ctx.db, version);
  if (version !== 0 && !stored) throw missingVersion(version);
  return {
    source: stored?.source ?? STARTER,
    from: stored?.version ?? null,
    vocabulary: VOCABULARY,
    groups: (await listGroups(ctx.db.prisma)).map(({ slug }) => slug),
    examples: examples(String, ctx.now()).map(({ name }) => name),
  };
}
