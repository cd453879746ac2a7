import type { CompiledSchema, RegisteredSchema } from "@/lib/blast-radius/graphql/compiled-schema";
import type { Executor } from "@/lib/data/database";
import { findCompiledSchema } from "@/lib/data/graphql-schemas";

/** The schema of the API that the enforcement point calls, where admins have registered one. */
export async function lookUpGraphqlSchema(
  db: Executor,
  enforcementPointId: string,
): Promise<RegisteredSchema | null> {
  const found = await findCompiledSchema(db, enforcementPointId);
  // registerGraphqlSchema alone writes it, in this form.
  return found && { ...found, compiled: found.compiled as CompiledSchema };
}
