import {
  GraphqlSchemaReferenceSchema,
  GraphqlSchemaSchema,
  PutGraphqlSchemaSchema,
} from "@/lib/contract/graphql-schema";
import { GRAPHQL_SCHEMA_BYTES_MAX } from "@/lib/core/graphql-schema";
import { registerGraphqlSchema } from "@/lib/services/graphql-schema/register";
import { removeGraphqlSchema } from "@/lib/services/graphql-schema/remove";
import { showGraphqlSchema } from "@/lib/services/graphql-schema/show";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const shared = {
  tag: "GraphQL schemas",
  key: "admin",
  params: GraphqlSchemaReferenceSchema,
} as const;

const show = endpoint({
  ...shared,
  method: "get",
  operationId: "showGraphqlSchema",
  summary: "See which GraphQL schema is registered",
  description: "Its digest, and who registered it when. The text itself isn't kept.",
  answers: { 200: { description: "What is registered.", schema: GraphqlSchemaSchema } },
  handle: async ({ c, ctx, params }) => c.json(await showGraphqlSchema(ctx, params)),
});

const put = endpoint({
  ...shared,
  method: "put",
  operationId: "putGraphqlSchema",
  summary: "Register the GraphQL schema of an enforcement point's API",
  description:
    "GraphQL requests to this enforcement point are held against it from then on. It takes the place of the one before. A fault is refused with its line and column.",
  body: { schema: PutGraphqlSchemaSchema, bytesMax: GRAPHQL_SCHEMA_BYTES_MAX },
  answers: {
    200: { description: "Took the other's place.", schema: GraphqlSchemaSchema },
    201: { description: "Registered.", schema: GraphqlSchemaSchema },
  },
  async handle({ c, ctx, params, body }) {
    const { created, schema } = await registerGraphqlSchema(ctx, { ...params, ...body });
    return c.json(schema, created ? 201 : 200);
  },
});

const remove = endpoint({
  ...shared,
  method: "delete",
  operationId: "removeGraphqlSchema",
  summary: "Forget a GraphQL schema",
  description: "From then on requests are read without it.",
  answers: { 204: { description: "Forgotten." } },
  async handle({ c, ctx, params }) {
    await removeGraphqlSchema(ctx, params);
    return c.body(null, 204);
  },
});

export function mountGraphqlSchemas({ resource }: Mount): void {
  resource("/api/v1/enforcement-points/{id}/graphql-schema", show, put, remove);
}
