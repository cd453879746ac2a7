import { assessBlastRadius as assess, type Sources } from "@/lib/blast-radius/assess";
import { postgresCollector, uncounted } from "@/lib/blast-radius/collectors/postgres/collect";
import type { Declared } from "@/lib/blast-radius/findings";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { sourceFor } from "../connection/source";
import type { ServiceContext } from "../context";
import { lookUpInventory } from "../inventory/look-up";

/** The blast radius by everything that this deployment knows: artifact, inventory, live systems. */
export function assessBlastRadius(ctx: ServiceContext, declared: Declared): Promise<BlastRadius> {
  return assess(declared, sourcesOf(ctx, postgresCollector));
}

/** The same, but for live systems: of what is only previewed no reviewer sees that it was asked. */
export function previewBlastRadius(ctx: ServiceContext, declared: Declared): Promise<BlastRadius> {
  return assess(declared, sourcesOf(ctx, uncounted));
}

function sourcesOf(ctx: ServiceContext, collector: typeof postgresCollector): Sources {
  return {
    inventory: (_, findings) => lookUpInventory(ctx.db, findings),
    collectors: [collector((declared) => sourceFor(ctx, declared))],
  };
}
