import { assessBlastRadius as assess, type Sources } from "@/lib/blast-radius/assess";
import { postgresCollector } from "@/lib/blast-radius/collectors/postgres/collect";
import type { Declared } from "@/lib/blast-radius/findings";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Artifact } from "@/lib/contract/operation";
import { sourceFor } from "../connection/source";
import type { ServiceContext } from "../context";
import { lookUpGraphqlSchema } from "../graphql-schema/look-up";
import { lookUpInventory } from "../inventory/look-up";

/** The blast radius by everything that this deployment knows: artifact, schema, inventory, live systems. */
export async function assessBlastRadius(
  ctx: ServiceContext,
  declared: Declared,
  enforcementPointId: string,
): Promise<BlastRadius> {
  const graphqlSchema = MAY_HOLD_GRAPHQL.includes(declared.artifact.kind)
    ? await lookUpGraphqlSchema(ctx.db, enforcementPointId)
    : null;
  return assess({ ...declared, graphqlSchema }, sourcesOf(ctx));
}

const MAY_HOLD_GRAPHQL: readonly Artifact["kind"][] = ["graphql", "http"];

function sourcesOf(ctx: ServiceContext): Sources {
  return {
    inventory: (_, findings) => lookUpInventory(ctx.db, findings),
    collectors: [postgresCollector((declared) => sourceFor(ctx, declared))],
  };
}
