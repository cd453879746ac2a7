import {
  GraphqlSchemaReferenceSchema,
  type GraphqlSchemaReference,
} from "@/lib/contract/graphql-schema";
import { deleteGraphqlSchema } from "@/lib/data/graphql-schemas";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSchema } from "./missing";

/** From then on requests are read without it. Errors: not_found. */
export async function removeGraphqlSchema(
  ctx: ServiceContext,
  input: GraphqlSchemaReference,
): Promise<void> {
  requireAdministrator(ctx);
  const { id } = parseInput(GraphqlSchemaReferenceSchema, input);
  await administer(ctx, async (_, tx) => {
    const removed = await deleteGraphqlSchema(tx, id);
    if (!removed) throw noSchema(id);
    await record(ctx, tx, { action: "graphql_schema.removed", subject: id, data: { ...removed } });
  });
}
