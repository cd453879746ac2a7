import type { GraphqlSchemaView } from "@/lib/contract/graphql-schema";
import type { StoredGraphqlSchema } from "@/lib/data/graphql-schemas";
import { authorText } from "../author";

export const graphqlSchemaView = (row: StoredGraphqlSchema): GraphqlSchemaView => ({
  enforcement_point: row.enforcement_point_id,
  format: row.format,
  mutations: row.mutations,
  bytes: row.bytes,
  digest: `sha-256:${row.sha256}`,
  registered_at: row.registered_at.toISOString(),
  registered_by: authorText(row.registered_by, row.registrar),
});
