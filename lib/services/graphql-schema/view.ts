import type { GraphqlSchemaView } from "@/lib/contract/graphql-schema";
import type { StoredGraphqlSchema } from "@/lib/data/graphql-schemas";

export const graphqlSchemaView = (row: StoredGraphqlSchema): GraphqlSchemaView => ({
  enforcement_point: row.enforcement_point_id,
  format: row.format,
  mutations: row.mutations,
  bytes: row.bytes,
  digest: `sha-256:${row.sha256}`,
  registered_at: row.registered_at.toISOString(),
  registered_by: registrar(row),
});

/** Who registered it, as people say it. */
function registrar({ registrar: name, registered_by: actor }: StoredGraphqlSchema): string {
  switch (actor["kind"]) {
    case "operator":
      return `operator ${actor["login"] ?? ""}`.trim();
    case "admin_key":
      return `admin key ${actor["key"] ?? ""}`.trim();
    default:
      return name ?? "Countersign";
  }
}
