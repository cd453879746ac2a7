import type { ManifestReview } from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { allGiven, decide } from "@/lib/core/transition";
import { findManifest } from "@/lib/data/manifests";
import { listManifestRows } from "@/lib/data/operation-rows";
import { findOperationsOf } from "@/lib/data/operations";
import { findParts } from "@/lib/data/standing";
import { whyAlone } from "@/lib/policy/together";
import type { ServiceContext } from "../context";
import { shownDigest, shownOf } from "../operation/shown";
import { groupsOf, stateOf } from "../operation/state";

/** What was submitted as one, for anyone who is signed in. Errors: not_found. */
export async function reviewManifest(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<ManifestReview> {
  const manifest = await findManifest(ctx.db, id);
  if (!manifest) throw new DomainError("not_found", "There is no such manifest.");
  const { userId } = ctx.actor;
  const [operations, rows, parts] = await Promise.all([
    findOperationsOf(ctx.db, id),
    listManifestRows(ctx.db, id),
    findParts(ctx.db, manifest.operationIds, userId),
  ]);
  return {
    id,
    server_time: ctx.now().toISOString(),
    created_at: manifest.createdAt.toISOString(),
    agent: { name: manifest.agentName },
    items: operations.flatMap((op) => {
      const row = rows.find((one) => one.id === op.id);
      if (!row) return [];
      const state = stateOf(op);
      const { standing = "none", hasPasskey = false } = parts.get(op.id) ?? {};
      const who = { by: userId, standing };
      const given = allGiven(state.terms, hasPasskey);
      const approve = { type: "approve", ...who, groups: groupsOf(op, userId), given } as const;
      return [
        {
          row,
          operation_digest: op.operationDigest,
          shown_digest: shownDigest(shownOf(op)),
          may_approve: !("refused" in decide(state, approve, op.now)),
          may_deny: !("refused" in decide(state, { type: "deny", ...who }, op.now)),
          alone: whyAlone(op, standing),
        },
      ];
    }),
  };
}
