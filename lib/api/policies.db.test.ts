import { beforeAll, expect, it } from "vitest";
import { describeApi } from "@/test/api";
import { incident } from "@/test/seed";
import { testWorld } from "@/test/world";

const PATH = "/api/v1/policies";
const world = testWorld();
beforeAll(async () => void (await world.addUser())); // somebody could approve

const deny = (name: string) => `version: countersign.policy/1
rules:
  - name: ${name}
    when: environment.kind == "production"
    deny: Not by night.
`;

describeApi(world, (api) => {
  let admin: string;
  beforeAll(async () => void (admin = await world.addKey("admin")));
  let n = 0;
  const fresh = () => deny(`rule ${process.pid} ${(n += 1)} ${Math.random()}`);
  const call = (method: string, path = "", body?: unknown, headers?: Record<string, string>) =>
    api.call(method, `${PATH}${path}`, {
      key: admin,
      ...(body === undefined ? {} : { body }),
      ...(headers ? { headers } : {}),
    });
  const activeVersion = async () =>
    (await api.call("GET", "/api/v1/policy", { key: admin })).body.version as number;
  const activate = async (version: number) =>
    call("POST", `/${version}/activate`, { expected_version: await activeVersion() });
  const preview = () =>
    api.call("POST", "/api/v1/operations/preview", { key: world.agent.key, body: incident() });

  it("a policy is saved, counts once it is activated, and counts no more once none is", async () => {
    const source = fresh();
    const saved = await call("POST", "", { source, note: "first" });
    expect(saved).toMatchObject({ status: 201, body: { active: false, note: "first", source } });
    const { version } = saved.body;
    expect((await preview()).body.policy.version).not.toBe(version);
    expect(await activate(version)).toMatchObject({ status: 200, body: { version, fault: null } });
    expect((await preview()).body.policy.version).toBe(version);
    expect((await call("GET", "")).body).toMatchObject({ active_version: version });
    expect(await activate(0)).toMatchObject({ status: 200, body: { version: 0, policy: null } });
    expect((await preview()).body.policy.version).toBe(0);
  });

  it("the same text again makes no further version, and may be given as a document", async () => {
    const source = fresh();
    const first = await call("POST", "", { source });
    const second = await call("POST", "", { source, note: "again" });
    expect([second.status, second.body.version]).toEqual([200, first.body.version]);
    const { document } = first.body;
    const third = await call("POST", "", { document });
    expect(third).toMatchObject({
      status: 201,
      body: { version: first.body.version + 1, digest: first.body.digest, document },
    });
  });

  it("its text comes back as it was saved, for who asks for YAML", async () => {
    const source = `# a remark\n${fresh()}`;
    const { version } = (await call("POST", "", { source })).body;
    for (const type of ["text/yaml", "application/yaml"]) {
      const answer = await call("GET", `/${version}`, undefined, { accept: type });
      expect(answer.headers.get("content-type")).toBe(`${type}; charset=utf-8`);
      expect(answer.body).toBe(source);
    }
    expect((await call("GET", `/${version}`)).body.source).toBe(source);
  });

  it("who acts on what is no longer active changes nothing", async () => {
    const { version } = (await call("POST", "", { source: fresh() })).body;
    const stale = (await activeVersion()) + 1;
    expect(await call("POST", `/${version}/activate`, { expected_version: stale })).toMatchObject({
      status: 409,
      body: { code: "stale_view" },
    });
    expect(await activeVersion()).not.toBe(version);
    for (const path of ["/999999", "/999999/activate"])
      expect(
        (
          await call(
            path.endsWith("e") ? "POST" : "GET",
            path,
            path.endsWith("e") ? { expected_version: await activeVersion() } : undefined,
          )
        ).status,
      ).toBe(404);
    expect((await call("GET", "/x")).status).toBe(404);
  });

  it("a fault is refused, with line and column, and stores nothing", async () => {
    const before = (await call("GET", "")).body.items[0]?.version;
    const source = `version: countersign.policy/1
rules:
  - name: a
    when: environment.colour == "red"
    require:
      groups: { nobody: 1 }
`;
    expect((await call("POST", "/validate", { source })).body).toMatchObject({
      valid: false,
      faults: [
        { pointer: "/rules/0/when", line: 4, column: 23 },
        { pointer: "/rules/0/require/groups/nobody", line: 6, column: 17 },
      ],
    });
    expect(await call("POST", "", { source })).toMatchObject({
      status: 422,
      body: {
        code: "validation_failed",
        errors: [{ pointer: "/source", detail: expect.stringMatching(/^Line 4, column 23: /) }, {}],
      },
    });
    for (const body of [{}, { source, document: {} }, { source: "x", colour: "red" }])
      expect((await call("POST", "", body)).status).toBe(422);
    expect((await call("GET", "")).body.items[0]?.version).toBe(before);
  });

  it("a draft is tried on what was submitted", async () => {
    const { body } = await api.call("POST", "/api/v1/operations", {
      key: world.agent.key,
      body: incident(),
      headers: { "idempotency-key": `try-${Math.random()}` },
    });
    const source = fresh();
    const one = await call("POST", "/simulate", { source, operation: body.id });
    expect(one.body).toMatchObject({
      looked_at: 1,
      items: [
        {
          operation: body.id,
          change: "denied",
          after: { ruling: "deny", demands: ["denied: Not by night."] },
          rules: [{ effect: "deny", applies: true, condition: "true" }],
        },
      ],
    });
    const all = await call("POST", "/simulate", { source, last: 10 });
    expect(all.body).toMatchObject({ complete: true, rulings: { allow: 0, review: 0 } });
    expect(all.body.counts.denied).toBe(all.body.looked_at);
    expect(
      (await call("POST", "/simulate", { source, operation: `op_${"0".repeat(26)}` })).status,
    ).toBe(404);
    expect((await call("POST", "/simulate", { source, version: 1 })).status).toBe(422);
  });

  it("an agent's key, an enforcement point's and an audit key see and change nothing", async () => {
    for (const key of [world.agent.key, world.enforcement.key, await world.addKey("audit")])
      for (const [method, path, body] of [
        ["GET", PATH],
        ["GET", "/api/v1/policy"],
        ["POST", PATH, { source: fresh() }],
        ["POST", `${PATH}/validate`, { source: fresh() }],
        ["POST", `${PATH}/simulate`, { source: fresh() }],
        ["POST", `${PATH}/0/activate`, { expected_version: 0 }],
      ] as const)
        expect(await api.call(method, path, { key, body })).toMatchObject({
          status: 403,
          body: { code: "wrong_key_kind" },
        });
  });
});
