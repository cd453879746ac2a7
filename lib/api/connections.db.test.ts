import { afterAll, beforeAll, expect, it } from "vitest";
import pg from "pg";
import { describeApi } from "@/test/api";
import { makeReaderRole, type ReaderRole } from "@/test/reader-role";
import { testWorld } from "@/test/world";

const CONNECTIONS = "/api/v1/connections";
const world = testWorld();
let reader: ReaderRole;

beforeAll(async () => {
  const owner = new pg.Client({ connectionString: world.base.db.url });
  await owner.connect();
  await owner.query("CREATE SCHEMA shop; CREATE TABLE shop.orders (id int PRIMARY KEY)");
  await owner.end();
  reader = await makeReaderRole(world.base.db.url, `api_reader_${process.pid}`, "shop");
});
afterAll(() => reader.drop());

describeApi(world, (api) => {
  let admin: string;
  beforeAll(async () => void (admin = await world.addKey("admin")));

  const register = (change: Record<string, unknown> = {}) =>
    api.call("POST", CONNECTIONS, {
      key: admin,
      body: { name: "shop", environment: "production", url: reader.url, ...change },
    });

  it("a registered database is listed without its password, and forgotten when it is removed", async () => {
    const { status, body } = await register();
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: "shop", username: reader.name, resources: "*" });
    const listed = await api.call("GET", CONNECTIONS, { key: admin });
    expect(listed.body.items).toEqual([body]);
    expect(JSON.stringify([body, listed.body])).not.toContain(reader.password);

    const removed = await api.call("DELETE", `${CONNECTIONS}/${body.id}`, { key: admin });
    expect([removed.status, removed.body]).toEqual([204, ""]);
    const again = await api.call("DELETE", `${CONNECTIONS}/${body.id}`, { key: admin });
    expect(again).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect((await api.call("GET", CONNECTIONS, { key: admin })).body.items).toEqual([]);
  });

  it.each([
    [{ url: "mysql://x:s3cret-of-the-reader@localhost/x" }, "/url"],
    [{ url: "postgresql://x:s3cret-of-the-reader@localhost:1/x" }, "/url"],
    [{ url: "postgresql://x:s3cret-of-the-reader@db.example.com/x" }, "/url"],
    [{ environment: "nowhere" }, "/environment"],
    [{ name: "Not a slug" }, "/name"],
    [{ resources: "" }, "/resources"],
    [{ password: "s3cret-of-the-reader" }, "/password"],
  ])(
    "a refusal names the member that is wrong, and never the secret: %j",
    async (change, pointer) => {
      const refused = await register(change);
      expect([refused.status, refused.body.code]).toEqual([422, "validation_failed"]);
      expect(refused.body.errors[0].pointer).toBe(pointer);
      expect(JSON.stringify(refused.body)).not.toContain(reader.password);
    },
  );

  it("no two have one name, and there is none under another id", async () => {
    const { body } = await register({ name: "twice" });
    expect(await register({ name: "twice" })).toMatchObject({
      status: 409,
      body: { code: "already_exists" },
    });
    await api.call("DELETE", `${CONNECTIONS}/${body.id}`, { key: admin });
    for (const id of ["con_00000000000000000000000000", "op_x", "%00"])
      expect((await api.call("DELETE", `${CONNECTIONS}/${id}`, { key: admin })).status).toBe(404);
  });

  it("no other kind of key sees or registers one", async () => {
    for (const key of [world.agent.key, world.enforcement.key, await world.addKey("audit")]) {
      expect((await api.call("GET", CONNECTIONS, { key })).body.code).toBe("wrong_key_kind");
      const tried = await api.call("POST", CONNECTIONS, { key, body: {} });
      expect(tried.body.code).toBe("wrong_key_kind");
    }
    expect((await api.call("GET", CONNECTIONS)).body.code).toBe("unauthenticated");
  });
});
