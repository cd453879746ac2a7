import type { ManifestReview } from "@/lib/contract/review";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { decide } from "@/lib/core/transition";
import { findManifest } from "@/lib/data/manifests";
import { listManifestRows } from "@/lib/data/operation-rows";
import { findOperationsOf } from "@/lib/data/operations";
import { findStandings } from "@/lib/data/standing";
import { whyAlone } from "@/lib/policy/together";
import type { ServiceContext } from "../context";
import { stateOf } from "../operation/decide";
import { shownDigest, shownOf } from "../operation/shown";

/** What was submitted as one, for anyone who is signed in. Errors: not_found. */
export async function reviewManifest(
  ctx: ServiceContext<ActorOf<"reviewer">>,
  id: string,
): Promise<ManifestReview> {
  const manifest = await findManifest(ctx.db, id);
  if (!manifest) throw new DomainError("not_found", "There is no such manifest.");
  const { userId } = ctx.actor;
  const [operations, rows, standings] = await Promise.all([
    findOperationsOf(ctx.db, id),
    listManifestRows(ctx.db, id),
    findStandings(ctx.db, manifest.operationIds, userId),
  ]);
  return {
    id,
    server_time: ctx.now().toISOString(),
    created_at: manifest.createdAt.toISOString(),
    agent: { name: manifest.agentName },
    items: operations.flatMap((op) => {
      const row = rows.find((one) => one.id === op.id);
      if (!row) return [];
      const ask = (type: "approve" | "deny") =>
        decide(stateOf(op), { type, by: userId, standing: standings.get(op.id) ?? "none" }, op.now);
      return [
        {
          row,
          operation_digest: op.operationDigest,
          shown_digest: shownDigest(shownOf(op)),
          may_approve: !("refused" in ask("approve")),
          may_deny: !("refused" in ask("deny")),
          alone: whyAlone(op),
        },
      ];
    }),
  };
}
