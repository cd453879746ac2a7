import { artifactSha256 } from "@/client/protocol/digest";
import {
  compileSchema,
  CompilerBusy,
  SchemaRefused,
  type CompileResult,
} from "@/lib/blast-radius/graphql/compile";
import type { SchemaFault } from "@/lib/blast-radius/graphql/compile-thread";
import {
  RegisterGraphqlSchemaSchema,
  type GraphqlSchemaView,
  type RegisterGraphqlSchema,
} from "@/lib/contract/graphql-schema";
import { actorRecord } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { shortText } from "@/lib/core/untrusted-text";
import { findEnforcementPoint } from "@/lib/data/enforcement-points";
import { findGraphqlSchema, putGraphqlSchema } from "@/lib/data/graphql-schemas";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { noSuchPoint } from "./missing";
import { graphqlSchemaView } from "./view";

/**
 * Registers, or replaces, the schema of the GraphQL API that an enforcement point calls. Of the text is kept
 * what its mutations take, and its digest. Errors: not_found, validation_failed (schema), unavailable.
 */
export async function registerGraphqlSchema(
  ctx: ServiceContext,
  input: RegisterGraphqlSchema,
): Promise<{ created: boolean; schema: GraphqlSchemaView }> {
  requireAdministrator(ctx);
  const { id, schema } = parseInput(RegisterGraphqlSchemaSchema, input);
  if ((await findEnforcementPoint(ctx.db.prisma, id, ctx.now()))?.id !== id) throw noSuchPoint(id);
  // Outside of the transaction, for which all administration waits: a large one takes seconds.
  const { compiled, format, mutations } = await compile(schema);
  return administer(ctx, async (_, tx) => {
    const facts = {
      format,
      sha256: artifactSha256(schema),
      bytes: Buffer.byteLength(schema),
      mutations,
    };
    const put = await putGraphqlSchema(tx, {
      enforcementPointId: id,
      ...facts,
      compiled,
      registeredBy: actorRecord(ctx.actor),
      registeredAt: ctx.now(),
    });
    if (!put) throw noSuchPoint(id);
    await record(ctx, tx, { action: "graphql_schema.registered", subject: id, data: facts });
    const stored = await findGraphqlSchema(tx, id);
    if (!stored) throw new Error("the schema that was just registered is gone");
    return { created: put.created, schema: graphqlSchemaView(stored) };
  });
}

async function compile(schema: string): Promise<CompileResult> {
  try {
    return await compileSchema(schema);
  } catch (error) {
    if (error instanceof CompilerBusy)
      throw new DomainError("unavailable", "Other schemas are being read. Try again.", {
        retryAfter_s: 10,
      });
    if (!(error instanceof SchemaRefused)) throw error;
    const [first, ...others] = error.faults.map(sentence);
    throw new DomainError(
      "validation_failed",
      `Nothing was registered. ${first}${others.length > 0 ? ` And ${others.length} more.` : ""}`,
      { errors: error.faults.map((fault) => ({ pointer: "/schema", detail: sentence(fault) })) },
    );
  }
}

/** The messages quote names of the schema, of any length. */
function sentence({ message, line, column }: SchemaFault): string {
  const text = shortText(message, { head: 250, tail: 50 });
  return line === undefined ? text : `Line ${line}, column ${column}: ${text}`;
}
