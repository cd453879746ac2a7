import type { GraphqlSchemaView } from "@/lib/contract/graphql-schema";
import * as data from "@/lib/data/graphql-schemas";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { graphqlSchemaView } from "./view";

/** Of all enforcement points that have one. */
export async function listGraphqlSchemas(ctx: ServiceContext): Promise<GraphqlSchemaView[]> {
  requireMember(ctx);
  return (await data.listGraphqlSchemas(ctx.db)).map(graphqlSchemaView);
}
