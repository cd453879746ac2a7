import { assessSubmitted, type Assessed, type Sources } from "@/lib/blast-radius/assess";
import { postgresCollector, uncounted } from "@/lib/blast-radius/collectors/postgres/collect";
import type { Declared } from "@/lib/blast-radius/findings";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { Artifact } from "@/lib/contract/operation";
import { sourceFor } from "../connection/source";
import type { ServiceContext } from "../context";
import { lookUpGraphqlSchema } from "../graphql-schema/look-up";
import { lookUpInventory } from "../inventory/look-up";

/** The blast radius by everything that this deployment knows: artifact, schema, inventory, live systems. */
export const assessSubmission = (
  ctx: ServiceContext,
  declared: Declared,
  enforcementPointId: string,
): Promise<Assessed> => assessBy(ctx, declared, enforcementPointId, postgresCollector);

/** The same of what is stored already. */
export const assessBlastRadius = async (
  ctx: ServiceContext,
  declared: Declared,
  enforcementPointId: string,
): Promise<BlastRadius> => (await assessSubmission(ctx, declared, enforcementPointId)).report;

/** The same, but for live systems: of what is only previewed no reviewer sees that it was asked. */
export const assessPreview = (
  ctx: ServiceContext,
  declared: Declared,
  enforcementPointId: string,
): Promise<Assessed> => assessBy(ctx, declared, enforcementPointId, uncounted);

const MAY_HOLD_GRAPHQL: readonly Artifact["kind"][] = ["graphql", "http"];

async function assessBy(
  ctx: ServiceContext,
  declared: Declared,
  enforcementPointId: string,
  collector: typeof postgresCollector,
): Promise<Assessed> {
  const graphqlSchema = MAY_HOLD_GRAPHQL.includes(declared.artifact.kind)
    ? await lookUpGraphqlSchema(ctx.db, enforcementPointId)
    : null;
  return assessSubmitted({ ...declared, graphqlSchema }, sourcesOf(ctx, collector));
}

function sourcesOf(ctx: ServiceContext, collector: typeof postgresCollector): Sources {
  return {
    inventory: (_, findings) => lookUpInventory(ctx.db, findings),
    collectors: [collector((declared) => sourceFor(ctx, declared))],
  };
}
