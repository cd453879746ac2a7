import type { ManifestView } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { findManifest, type StoredManifest } from "@/lib/data/manifests";
import { findOperationsOf } from "@/lib/data/operations";
import type { ServiceContext } from "../context";
import { toSummary } from "../operation/view";

type AgentContext = ServiceContext<ActorOf<"agent">>;

export async function manifestView(
  ctx: AgentContext,
  manifest: StoredManifest,
): Promise<ManifestView> {
  const { publicUrl } = ctx.config;
  const operations = await findOperationsOf(ctx.db, manifest.id);
  return {
    id: manifest.id,
    created_at: manifest.createdAt.toISOString(),
    operations: operations.map((op) => toSummary(op, publicUrl)),
    links: {
      self: `${publicUrl}/api/v1/manifests/${manifest.id}`,
      review: `${publicUrl}/manifests/${manifest.id}`,
    },
  };
}

/** The agent's own. Errors: not_found. */
export async function getManifest(ctx: AgentContext, id: string): Promise<ManifestView> {
  const manifest = await findManifest(ctx.db, id);
  if (manifest?.agentId !== ctx.actor.agentId)
    throw new DomainError("not_found", "There is no such manifest, or it isn't yours to see.");
  return manifestView(ctx, manifest);
}
