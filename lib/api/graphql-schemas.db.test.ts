import { buildSchema, introspectionFromSchema } from "graphql";
import { beforeAll, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { testWorld } from "@/test/world";

const SDL = "type Query { a: Int }\ntype Mutation { volumeDelete(volumeId: String!): Boolean! }";
const INTROSPECTION = JSON.stringify({ data: introspectionFromSchema(buildSchema(SDL)) });
const world = testWorld();

describeApi(world, (api) => {
  let admin: string;
  let path: string;
  beforeAll(async () => {
    admin = await world.addKey("admin");
    path = `/api/v1/enforcement-points/${world.enforcement.id}/graphql-schema`;
  });
  const put = (schema: unknown, key = admin) => api.call("PUT", path, { key, body: { schema } });

  it("a schema is registered, replaced, seen without its text, and removed", async () => {
    const first = await put(SDL);
    expect(first).toMatchObject({ status: 201, body: { format: "sdl", mutations: 1 } });
    expect(first.body.registered_by).toMatch(/^admin key key_/);
    const second = await put(INTROSPECTION);
    expect(second).toMatchObject({ status: 200, body: { format: "introspection", mutations: 1 } });
    expect((await api.call("GET", path, { key: admin })).body).toEqual(second.body);

    const remove = () => api.call("DELETE", path, { key: admin });
    expect((await remove()).status).toBe(204);
    expect(await remove()).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect((await api.call("GET", path, { key: admin })).status).toBe(404);
  });

  it.each([
    ["a fault in it", "type Query {\n  a: }", /^Line 2, column 6: /],
    ["two faults", "type Query {\n  a: A\n  b: B }", /^Line 2, column 6: /],
    ["nothing", "", /./],
    ["no text", 5, /./],
  ])("a refusal points at the schema and says where: %s", async (_, schema, detail) => {
    const refused = await put(schema);
    expect([refused.status, refused.body.code]).toEqual([422, "validation_failed"]);
    expect(refused.body.errors[0].pointer).toBe("/schema");
    expect(refused.body.errors[0].detail).toMatch(detail);
    expect((await api.call("GET", path, { key: admin })).status).toBe(404);
  });

  it("one that fills more than 5 MiB is refused before it is read", async () => {
    const refused = await put(`${SDL}#${"x".repeat(5 * 1024 * 1024)}`);
    expect(refused).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
  });

  it("no other kind of key sees or registers one, and no other id has one", async () => {
    for (const key of [world.agent.key, world.enforcement.key, await world.addKey("audit")])
      for (const method of ["GET", "PUT", "DELETE"]) {
        const body = method === "PUT" ? { schema: SDL } : undefined;
        const tried = await api.call(method, path, { key, body });
        expect(tried.body.code).toBe("wrong_key_kind");
      }
    for (const id of ["ep_00000000000000000000000000", "op_x", "%00"]) {
      const elsewhere = `/api/v1/enforcement-points/${id}/graphql-schema`;
      const tried = await api.call("PUT", elsewhere, { key: admin, body: { schema: SDL } });
      expect(tried.status).toBe(404);
    }
  });
});
