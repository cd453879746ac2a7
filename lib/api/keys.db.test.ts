import { beforeAll, expect, it } from "vitest";
import { mintApiKey } from "@/lib/core/api-key";
import { describeApi } from "@/test/api";
import { testWorld } from "@/test/world";

const KEYS = "/api/v1/keys";
const SCOPE = {
  environments: ["production"],
  actions: ["railway.*"],
  resources: ["railway.volume:*"],
};
const world = testWorld();

describeApi(world, (api) => {
  let admin: string;
  beforeAll(async () => void (admin = await world.addKey("admin")));

  const issue = (change: Record<string, unknown> = {}) =>
    api.call("POST", KEYS, {
      key: admin,
      body: { kind: "agent", agent: world.agent.id, scope: SCOPE, name: "ci", ...change },
    });
  const works = async (key: string) =>
    (await api.call("GET", "/api/v1/operations", { key })).status === 200;

  it("an issued key works, is listed without its secret, and is refused once revoked", async () => {
    const { status, body } = await issue();
    expect([status, body.scope, body.state]).toEqual([201, SCOPE, "active"]);
    expect(await works(body.key)).toBe(true);

    const listed = await api.call("GET", `${KEYS}?agent=${world.agent.id}&limit=100`, {
      key: admin,
    });
    expect(listed.body.items.map(({ id }: { id: string }) => id)).toContain(body.id);
    expect(JSON.stringify(listed.body)).not.toContain(body.key.split("_")[3]);

    for (let i = 0; i < 2; i++) {
      const revoked = await api.call("DELETE", `${KEYS}/${body.id}`, { key: admin });
      expect([revoked.status, revoked.body]).toEqual([204, ""]);
    }
    expect(await works(body.key)).toBe(false);
  });

  it("a rotated key works beside its successor for the overlap, without one not at all", async () => {
    for (const [overlap, before] of [
      [3600, true],
      [0, false],
    ] as const) {
      const { body: old } = await issue();
      const rotated = await api.call("POST", `${KEYS}/${old.id}/rotate`, {
        key: admin,
        body: { overlap },
      });
      expect(rotated.status).toBe(201);
      expect(rotated.body.scope).toEqual(SCOPE);
      expect(await works(rotated.body.key)).toBe(true);
      expect(await works(old.key)).toBe(before);
    }
  });

  it("a reference or a cursor that names nothing storable is refused, not a fault of ours", async () => {
    const cursor = Buffer.from(JSON.stringify(["1", "key_1"])).toString("base64url");
    for (const [query, pointer] of [
      ["agent=%00", "/agent"],
      ["enforcement_point=a%0Ab", "/enforcement_point"],
      [`cursor=${cursor}`, "/cursor"],
    ])
      expect(await api.call("GET", `${KEYS}?${query}`, { key: admin })).toMatchObject({
        status: 422,
        body: { code: "validation_failed", errors: [{ pointer }] },
      });
  });

  it("whoever has a leaked key may revoke it, and learns nothing about others", async () => {
    const { body } = await issue();
    const leak = (key: string) => api.call("POST", `${KEYS}/revoke-leaked`, { body: { key } });
    for (const key of [mintApiKey("agent").key, "csk_nonsense", body.key, body.key])
      expect(await leak(key)).toMatchObject({ status: 204, body: "" });
    expect(await works(body.key)).toBe(false);
  });

  it("no key makes an admin key, none lives beyond 90 days, and there is none under another id", async () => {
    expect((await issue({ expires_in: 91 * 86_400 })).status).toBe(422);
    expect((await issue({ scope: { ...SCOPE, environments: [] } })).status).toBe(422);
    const own = await api.call("POST", KEYS, { key: admin, body: { kind: "admin" } });
    expect(own).toMatchObject({ status: 403, body: { code: "wrong_key_kind" } });
    for (const id of ["key_00000000000000000000000000", "op_x", "%00"])
      expect((await api.call("DELETE", `${KEYS}/${id}`, { key: admin })).status).toBe(404);
  });
});
