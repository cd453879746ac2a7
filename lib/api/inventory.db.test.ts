import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";

const INVENTORY = "/api/v1/inventory";
const world = testWorld();
beforeAll(async () => void (await world.addUser())); // somebody could approve

describeApi(world, (api) => {
  let admin: string;
  beforeAll(async () => void (admin = await world.addKey("admin")));

  const call = (method: string, path = "", body?: unknown, key = admin) =>
    api.call(method, `${INVENTORY}${path}`, { key, ...(body === undefined ? {} : { body }) });
  const fresh = () => `vol_${randomUUID().slice(0, 8)}`;
  const volume = (pattern: string, change: Record<string, unknown> = {}) => ({
    type: "railway.volume",
    pattern,
    name: "pg-data",
    environment: "production",
    criticality: "critical",
    stateful: true,
    ...change,
  });
  const backup = (id: string) => ({
    name: "Nightly backup",
    failure_domain: `railway.volume:${id}`,
  });
  const previewOf = async (id: string) => {
    const { body } = await api.call("POST", "/api/v1/operations/preview", {
      key: world.agent.key,
      body: incident({
        environment: "staging",
        resource: { type: "railway.volume", id },
        artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${id}") }` },
        params: { volumeId: id },
      }),
    });
    return body.blast_radius;
  };

  it("a registered resource refutes the agent and fells its backups; removed, nothing is known again", async () => {
    const id = fresh();
    const made = await call("POST", "", volume(id, { recovery_points: [backup(id)] }));
    expect(made).toMatchObject({
      status: 201,
      body: { recovery_points: [{ name: "Nightly backup", survives: "no" }] },
    });

    const report = await previewOf(id);
    expect(report.environments).toMatchObject({ value: ["production"], assurance: "inventory" });
    expect(report.claims.slice(0, 2)).toMatchObject([
      { claim: "submitted for", verdict: "contradicted", assurance: "inventory" },
      { claim: "environment", verdict: "contradicted", assurance: "inventory" },
    ]);
    expect(report.recovery_points).toContainEqual(
      expect.objectContaining({
        name: "Nightly backup",
        survives: "no",
        why: "It lies inside the same volume.",
      }),
    );
    expect(report.risk.level).toBe("critical");

    expect((await call("DELETE", `/${made.body.id}`)).status).toBe(204);
    expect((await call("DELETE", `/${made.body.id}`)).status).toBe(404);
    const after = await previewOf(id);
    expect(after.environments.assurance).toBe("claimed");
    expect(JSON.stringify(after)).not.toContain("Nightly backup");
  });

  it("the same request twice registers once, and keeps what it doesn't name", async () => {
    const id = fresh();
    const first = await call("POST", "", volume(id, { recovery_points: [backup(id)] }));
    const second = await call("POST", "", volume(id, { name: "pg-data-2" }));
    expect([second.status, second.body.id, second.body.name]).toEqual([
      200,
      first.body.id,
      "pg-data-2",
    ]);
    expect(second.body.recovery_points).toEqual(first.body.recovery_points);
    const emptied = await call("PUT", `/${first.body.id}`, volume(id, { recovery_points: [] }));
    expect(emptied).toMatchObject({ status: 200, body: { name: "pg-data", recovery_points: [] } });
    expect((await call("GET", `/${first.body.id}`)).body).toEqual(emptied.body);
  });

  it("a resource can't be moved onto another one", async () => {
    const [one, other] = [fresh(), fresh()];
    await call("POST", "", volume(one));
    const { body } = await call("POST", "", volume(other));
    expect(await call("PUT", `/${body.id}`, volume(one))).toMatchObject({
      status: 409,
      body: { code: "already_exists" },
    });
    expect((await call("GET", `/${body.id}`)).body.pattern).toBe(other);
  });

  it("a backup job reports each copy under one name", async () => {
    const id = fresh();
    const { body } = await call("POST", "", volume(id));
    const path = `/${body.id}/recovery-points`;
    for (const taken_at of ["2026-11-23T02:00:00Z", "2026-11-24T02:00:00.000Z"])
      await call("POST", path, { ...backup(id), taken_at });
    const now = (await call("GET", `/${body.id}`)).body.recovery_points;
    expect(now).toMatchObject([{ taken_at: "2026-11-24T02:00:00.000Z" }]);
    expect((await call("DELETE", `${path}/${now[0].id}`)).status).toBe(204);
    expect((await call("DELETE", `${path}/${now[0].id}`)).status).toBe(404);
  });

  it("a list is paged from the newest, and filters by what is written, not by wildcards", async () => {
    const mark = randomUUID().slice(0, 8);
    const ids = ["a", "b", "c"].map((name) => `${name}_${mark}`);
    await call("POST", "/import", { resources: ids.map((id) => volume(id, { owner: mark })) });
    const first = await call("GET", `?text=${mark}&limit=2`);
    const second = await call("GET", `?text=${mark}&limit=2&cursor=${first.body.next_cursor}`);
    const seen = [...first.body.items, ...second.body.items].map(
      ({ pattern }: { pattern: string }) => pattern,
    );
    expect(seen.toSorted()).toEqual(ids);
    expect(second.body.next_cursor).toBeNull();
    expect((await call("GET", `?text=%25_${mark}`)).body.items).toEqual([]);
    expect((await call("GET", `?text=${mark}&environment=staging`)).body.items).toEqual([]);
    for (const query of ["cursor=nonsense", "text=%00", "type=%00", "limit=201"])
      expect((await call("GET", `?${query}`)).status, query).toBe(422);
  });

  it("an import is all or nothing, by JSON and by CSV, and each fault has its place", async () => {
    const [good, bad] = [fresh(), fresh()];
    const json = await call("POST", "/import", {
      resources: [volume(good), volume(bad, { environment: "nowhere" })],
    });
    expect(json).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: "/resources/1/environment" }] },
    });
    const csv = await call("POST", "/import", {
      csv: `type,pattern,environment\nrailway.volume,${good},production\nrailway.volume,${bad},nowhere\n`,
    });
    expect(csv.body.errors).toMatchObject([
      { pointer: "/csv", detail: expect.stringMatching(/^Line 3, environment: /) },
    ]);
    expect((await call("GET", `?text=${good}`)).body.items).toEqual([]);
    for (const body of [
      {},
      { resources: [], csv: "x" },
      { resources: [{ ...volume(good), colour: "red" }] },
    ])
      expect((await call("POST", "/import", body)).status).toBe(422);

    const done = await call("POST", "/import", { resources: [volume(good), volume(bad)] });
    expect(done).toMatchObject({ status: 200, body: { created: 2, replaced: 0 } });
  });

  it("an agent's key, an enforcement point's and an audit key see and change nothing", async () => {
    const id = fresh();
    for (const key of [world.agent.key, world.enforcement.key, await world.addKey("audit")])
      for (const [method, body] of [["GET"], ["POST", volume(id)]] as const)
        expect(await call(method, "", body, key)).toMatchObject({
          status: 403,
          body: { code: "wrong_key_kind" },
        });
    expect((await call("GET", `?text=${id}`)).body.items).toEqual([]);
  });
});
