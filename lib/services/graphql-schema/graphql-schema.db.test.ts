import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { artifactSha256 } from "@/client/protocol/digest";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { recomputeOperation } from "@/lib/services/operation/recompute";
import { reviewOperation } from "@/lib/services/operation/review";
import { submitOperation } from "@/lib/services/operation/submit";
import { redeemGrant } from "@/lib/services/grant/redeem";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";
import { listGraphqlSchemas } from "./list";
import { registerGraphqlSchema } from "./register";
import { removeGraphqlSchema } from "./remove";

const SDL = "type Query { a: Int }\ntype Mutation { volumeDelete(volumeId: String!): Boolean! }";
const BROKEN = "type Query { a: Int }\ntype Mutation { volumeDelete(volumeId: Strin): Boolean! }";
const world = testWorld();
let operator: ServiceContext<ActorOf<"operator">>;
let id: string;

beforeAll(() => {
  operator = contextFor(world.base, { kind: "operator", login: "root" });
  id = world.enforcement.id;
});
beforeEach(() => world.base.db.query({ text: "DELETE FROM graphql_schemas" }, []));

const register = (schema = SDL, ctx: ServiceContext = operator) =>
  registerGraphqlSchema(ctx, { id, schema });
const events = () =>
  world.base.db.query<{ action: string; data: Record<string, unknown> }>(
    {
      text: `SELECT action, data FROM audit_events
        WHERE subject = $1 AND action LIKE 'graphql_schema.%' ORDER BY seq DESC LIMIT 2`,
    },
    [id],
  );
async function submit(change: Parameters<typeof incident>[0] = {}) {
  const { operation } = await submitOperation(world.agent.ctx, {
    body: incident(change),
    raw: JSON.stringify(incident(change)),
    idempotencyKey: randomUUID(),
  });
  return operation.id;
}
const reportOf = async (operation: string) =>
  (await reviewOperation((await world.addUser()).ctx, operation)).shown.report;
const evidenceOf = async (operation: string) =>
  (await reportOf(operation)).evidence.map(({ id: evidence }) => evidence);

describe("a registered schema", () => {
  it("is one per enforcement point, with its digest and who registered it; the log has both", async () => {
    const first = await register();
    expect(first).toMatchObject({
      created: true,
      schema: {
        enforcement_point: id,
        format: "sdl",
        mutations: 1,
        bytes: SDL.length,
        digest: `sha-256:${artifactSha256(SDL)}`,
        registered_by: "operator root",
      },
    });
    const admin = await world.addUser({ role: "admin", name: "Ada Admin" });
    const { created, schema } = await register(`${SDL}\n# again`, admin.ctx);
    expect([created, schema.registered_by]).toEqual([false, "Ada Admin"]);
    expect(await listGraphqlSchemas(operator)).toEqual([schema]);
    await removeGraphqlSchema(operator, { id });
    expect(await listGraphqlSchemas(operator)).toEqual([]);
    expect(await events()).toMatchObject([
      { action: "graphql_schema.removed", data: { sha256: schema.digest.slice(8) } },
      { action: "graphql_schema.registered", data: { mutations: 1, format: "sdl" } },
    ]);
  });

  it("that has a fault leaves the one before it, and says where the fault is", async () => {
    const { schema } = await register();
    const error: unknown = await register(BROKEN).catch((refusal: unknown) => refusal);
    if (!(error instanceof DomainError)) throw new Error("it was taken");
    expect(error.code).toBe("validation_failed");
    expect(error.extra.errors).toEqual([
      {
        pointer: "/schema",
        detail: 'Line 2, column 40: Unknown type "Strin". Did you mean "String"?',
      },
    ]);
    expect(await listGraphqlSchemas(operator)).toEqual([schema]);
  });

  it("may hold whatever a string may: what is stored of it is read back", async () => {
    await register(
      `type Query { a: Int } type Mutation { m: Int @deprecated(reason: "\\u0000 \\uD83D\\uDE00 ${"é".repeat(500)}") }`,
    );
    const change = { artifact: { kind: "graphql", content: "mutation { m }" } } as const;
    const report = await reportOf(await submit(change));
    expect(report.scope_params[0]?.note).toContain("The schema calls it deprecated: <U+0000>");
  });

  it("is registered by admins, for an enforcement point that there is", async () => {
    const reviewer = await world.addUser();
    for (const ctx of [reviewer.ctx, world.agent.ctx, world.enforcement.ctx]) {
      await expect(register(SDL, ctx)).rejects.toThrow(/forbidden|wrong_key_kind/);
      await expect(removeGraphqlSchema(ctx, { id })).rejects.toThrow(/forbidden|wrong_key_kind/);
    }
    const nobody = { id: "ep_00000000000000000000000000" };
    await expect(registerGraphqlSchema(operator, { ...nobody, schema: SDL })).rejects.toThrow(
      "not_found",
    );
    await expect(removeGraphqlSchema(operator, nobody)).rejects.toThrow("not_found");
  });
});

describe("an operation", () => {
  it("is held against its own enforcement point's schema, on submission and when it is recomputed", async () => {
    const before = await submit();
    expect(await evidenceOf(before)).not.toContain("graphql-schema");
    await register();
    const other = await world.addEnforcementPoint("https://other.example.com");
    expect(await evidenceOf(await submit({ audience: other.ctx.actor.audience }))).not.toContain(
      "graphql-schema",
    );

    const after = await submit({
      artifact: { kind: "graphql", content: "mutation { volumeErase }" },
    });
    expect(await reportOf(after)).toMatchObject({
      outcome: "will_fail",
      outcome_because: expect.stringContaining("it has no mutation volumeErase."),
    });
    await recomputeOperation((await world.addUser()).ctx, before);
    expect((await reportOf(before)).scope_params[0]?.note).toContain("takes only volumeId");
    await removeGraphqlSchema(operator, { id });
    await recomputeOperation((await world.addUser()).ctx, before);
    expect(await evidenceOf(before)).not.toContain("graphql-schema");
  });

  it("that was approved with one is redeemed still when the schema is replaced or gone", async () => {
    await register();
    const reviewer = await world.addUser();
    const approved = async () => {
      const operation = await submit();
      await decideOperation(reviewer.ctx, {
        ...(await world.formOf(reviewer, operation)),
        verdict: "approve",
      });
      return (await getOperation(world.agent.ctx, operation)).operation;
    };
    for (const change of [
      () => register(`${SDL} # new`),
      () => removeGraphqlSchema(operator, { id }),
    ]) {
      const { grant, operation_digest } = await approved();
      await change();
      const redeemed = await redeemGrant(world.enforcement.ctx, {
        grant: grant?.token ?? "",
        operation_digest,
        redemption_id: randomUUID(),
      });
      expect(redeemed.execute).toBe(true);
    }
  });
});
