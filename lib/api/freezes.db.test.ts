import { beforeAll, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { testWorld } from "@/test/world";

const FREEZES = "/api/v1/freezes";
const world = testWorld();

describeApi(world, (api) => {
  let admin: string;
  beforeAll(async () => void (admin = await world.addKey("admin")));

  const clear = () =>
    world.base.db.query(
      {
        text: `UPDATE environments SET frozen_at = NULL, frozen_until = NULL, frozen_reason = NULL, frozen_by = NULL`,
      },
      [],
    );

  it("an admin key freezes and reads what is frozen, and has no way to lift it", async () => {
    await clear();
    const body = {
      scope: "environment",
      environment: "production",
      reason: "incident 42",
      ends_in: 3600,
    };
    const made = await api.call("POST", FREEZES, { key: admin, body });
    expect([made.status, made.body]).toMatchObject([
      200,
      { scope: "environment", environment: { slug: "production" }, reason: "incident 42" },
    ]);
    expect((await api.call("GET", FREEZES, { key: admin })).body).toEqual({ items: [made.body] });
    // Neither by a shorter one, nor by any method.
    const shorter = await api.call("POST", FREEZES, { key: admin, body: { ...body, ends_in: 60 } });
    expect(shorter.body).toEqual(made.body);
    for (const method of ["DELETE", "PUT", "PATCH"] as const)
      expect((await api.call(method, FREEZES, { key: admin })).status).toBe(405);
    expect((await api.call("GET", FREEZES, { key: admin })).body.items).toHaveLength(1);
  });

  it("keys of other kinds neither freeze nor read what is frozen", async () => {
    const keys = [world.agent.key, world.enforcement.key, await world.addKey("audit")];
    for (const key of keys) {
      const body = { scope: "everything", reason: "mine" };
      expect((await api.call("POST", FREEZES, { key, body })).body.code).toBe("wrong_key_kind");
      expect((await api.call("GET", FREEZES, { key })).body.code).toBe("wrong_key_kind");
    }
  });

  it("a freeze without a reason, of an unknown environment, or for longer than a month is refused", async () => {
    const refused = async (body: object) =>
      (await api.call("POST", FREEZES, { key: admin, body })).body.code;
    expect(await refused({ scope: "everything", reason: "  " })).toBe("validation_failed");
    expect(await refused({ scope: "everything", reason: "x", ends_in: 3e7 })).toBe(
      "validation_failed",
    );
    expect(await refused({ scope: "environment", reason: "x" })).toBe("validation_failed");
    expect(await refused({ scope: "environment", environment: "nowhere", reason: "x" })).toBe(
      "not_found",
    );
  });
});
