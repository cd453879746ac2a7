import {
  GraphqlSchemaReferenceSchema,
  type GraphqlSchemaReference,
  type GraphqlSchemaView,
} from "@/lib/contract/graphql-schema";
import { findGraphqlSchema } from "@/lib/data/graphql-schemas";
import { requireMember } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSchema } from "./missing";
import { graphqlSchemaView } from "./view";

/** What is registered, without the text itself, which isn't kept. Errors: not_found. */
export async function showGraphqlSchema(
  ctx: ServiceContext,
  input: GraphqlSchemaReference,
): Promise<GraphqlSchemaView> {
  requireMember(ctx);
  const { id } = parseInput(GraphqlSchemaReferenceSchema, input);
  const stored = await findGraphqlSchema(ctx.db, id);
  if (!stored) throw noSchema(id);
  return graphqlSchemaView(stored);
}
