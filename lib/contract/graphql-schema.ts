import { z } from "@hono/zod-openapi";
import { GRAPHQL_SCHEMA_BYTES_MAX } from "@/lib/core/graphql-schema";
import { DigestSchema, idSchema, TimeSchema } from "./scalar";

export const PutGraphqlSchemaSchema = z
  .strictObject({
    schema: z.string().min(1).max(GRAPHQL_SCHEMA_BYTES_MAX).openapi({
      description:
        "In GraphQL's schema definition language, or the JSON that an introspection query answers.",
      example: "type Mutation { volumeDelete(volumeId: String!): Boolean! }\ntype Query { me: ID }",
    }),
  })
  .openapi("PutGraphqlSchema");

export const GraphqlSchemaReferenceSchema = z.strictObject({ id: idSchema("ep") });
export type GraphqlSchemaReference = z.input<typeof GraphqlSchemaReferenceSchema>;

export const RegisterGraphqlSchemaSchema = PutGraphqlSchemaSchema.extend(
  GraphqlSchemaReferenceSchema.shape,
);
export type RegisterGraphqlSchema = z.input<typeof RegisterGraphqlSchemaSchema>;

export const GraphqlSchemaSchema = z
  .strictObject({
    /** The enforcement point that calls this API. */
    enforcement_point: idSchema("ep"),
    format: z.enum(["sdl", "introspection"]),
    /** How many mutations it has. */
    mutations: z.int(),
    /** Of the text as it was registered, in UTF-8. */
    bytes: z.int(),
    digest: DigestSchema,
    registered_at: TimeSchema,
    registered_by: z.string(),
  })
  .openapi("GraphqlSchema");
export type GraphqlSchemaView = z.infer<typeof GraphqlSchemaSchema>;
