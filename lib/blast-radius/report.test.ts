import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { BlastRadiusSchema, type BlastRadius } from "@/lib/contract/blast-radius";
import type { Declared } from "./findings";
import { assessBlastRadius, type Sources } from "./assess";

const DIGEST = `sha-256:${"9f86d081".repeat(8)}`;
const ID = "vol_8f2c";

const NOTHING_KNOWN: Sources = { inventory: async () => new Map(), collectors: [] };

const graphql = async (content: string, change: Partial<Declared> = {}): Promise<BlastRadius> =>
  BlastRadiusSchema.parse(
    await assess({
      operationDigest: DIGEST,
      environment: { slug: "production", kind: "production" },
      action: "railway.volume.delete",
      resource: { type: "railway.volume", id: ID, name: "pg-data" },
      params: { volumeId: ID },
      artifact: { kind: "graphql", content },
      claims: {},
      now: new Date("2026-11-24T14:02:11Z"),
      ...change,
    }),
  );
const assess = (declared: Declared) => assessBlastRadius(declared, NOTHING_KNOWN);
const verdict = (report: BlastRadius, claim: string) =>
  report.claims.find((one) => one.claim === claim);
const said = (report: BlastRadius, claim: string) => verdict(report, claim)?.verdict;
const questions = (report: BlastRadius) => report.unknowns.map((unknown) => unknown.what);

const PLAIN = `mutation { volumeDelete(volumeId: "${ID}") }`;

describe("the incident", () => {
  let report: BlastRadius;
  beforeAll(async () => {
    report = await graphql(PLAIN, {
      claims: { environment: "staging", records: 0, reversible: true },
    });
  });

  it("contradicts 'staging': the request is for production and carries no environment", async () => {
    expect(verdict(report, "environment")).toMatchObject({
      said: "staging",
      verdict: "contradicted",
      assurance: "parsed",
    });
    expect(verdict(report, "environment")?.because).toContain("names no environment");
    expect(report.scope_params).toEqual([
      {
        call: "volumeDelete",
        arguments: [{ name: "volumeId", value: ID }],
        environment_argument: null,
        note: expect.stringContaining("no argument for an environment"),
      },
    ]);
    expect(report.claims[0]?.claim).toBe("environment");
  });

  it("doesn't take the claimed zero records for a fact", async () => {
    expect(said(report, "records")).toBe("unverifiable");
    expect(report.totals.records_deleted).toMatchObject({
      value: null,
      bound: "unknown",
    });
  });

  it("counts as irreversible, since the backups go too and the restore window is disputed", async () => {
    expect(report.reversibility.value).toBe("irreversible");
    expect(said(report, "reversible")).toBe("unverifiable");
    expect(report.recovery_points.map((point) => point.survives)).toEqual(["no", "unknown"]);
    expect(report.effects.map((effect) => [effect.kind, effect.technique])).toEqual([
      ["delete", "T1485"],
      ["recovery_removal", "T1490"],
    ]);
    expect(report.headline).toBe(
      "Deletes 1 volume and all backups of the volume; nothing shows that it can be undone.",
    );
  });

  it("is critical, and says why", async () => {
    expect(report.risk.level).toBe("critical");
    expect(report.risk.because.length).toBeGreaterThan(2);
    expect(report.status).toBe("partial");
  });

  it("finds what was declared in what will run", async () => {
    expect(said(report, "resource")).toBe("supported");
    expect(said(report, "action")).toBe("supported");
    expect(report.totals.resources).toMatchObject({
      value: 1,
      bound: "at_least",
    });
  });
});

describe("a request that isn't what was declared", () => {
  it.each<[string, string, Partial<Declared>, string]>([
    ["another id", `mutation { volumeDelete(volumeId: "vol_9") }`, {}, "resource"],
    [
      "another id, with the declared one elsewhere",
      `mutation { volumeDelete(volumeId: "vol_9", note: "${ID}") }`,
      {},
      "resource",
    ],
    [
      "another id by variable",
      "mutation($v: String!) { volumeDelete(volumeId: $v) }",
      { params: { v: "vol_9" } },
      "resource",
    ],
    [
      "another id by default",
      `mutation($v: String = "vol_9") { volumeDelete(volumeId: $v) }`,
      { params: {} },
      "resource",
    ],
    [
      "a second target",
      `mutation { a: volumeDelete(volumeId: "${ID}") b: volumeDelete(volumeId: "vol_9") }`,
      {},
      "resource",
    ],
    [
      "a second target in a fragment",
      `mutation { ...F volumeDelete(volumeId: "${ID}") } fragment F on Mutation { volumeDelete(volumeId: "vol_9") }`,
      {},
      "resource",
    ],
    [
      "a second target in an inline fragment",
      `mutation { volumeDelete(volumeId: "${ID}") ... on Mutation { x: volumeDelete(volumeId: "vol_9") } }`,
      {},
      "resource",
    ],
    [
      "a second operation",
      `mutation A { volumeDelete(volumeId: "${ID}") } mutation B { projectDelete(id: "prj_1") }`,
      {},
      "resource",
    ],
    [
      "another kind of thing with the same id",
      `mutation { projectDelete(id: "${ID}") }`,
      {},
      "resource",
    ],
    [
      "a list that holds more",
      `mutation { thingsDelete(ids: ["${ID}", "vol_9"]) }`,
      {
        action: "acme.things.delete",
        resource: { type: "acme.thing", id: ID },
      },
      "resource",
    ],
    [
      "an alias that looks harmless",
      `mutation { volumeRename: volumeDelete(volumeId: "vol_9") }`,
      {},
      "resource",
    ],
    ["an action that says less", PLAIN, { action: "railway.volume.resize" }, "action"],
    ["a query", `{ volume(id: "${ID}") { id } }`, {}, "action"],
    ["a parameter that says otherwise", PLAIN, { params: { volumeId: "vol_9" } }, "params"],
  ])("is contradicted: %s", async (_, content, change, claim) => {
    const report = await graphql(content, change);
    expect(said(report, claim)).toBe("contradicted");
    expect(report.status).toBe("conflicting");
    expect(["high", "critical"]).toContain(report.risk.level);
  });

  it("leads the headline with what it really acts on", async () => {
    const report = await graphql(`
      mutation {
        volumeDelete(volumeId: "vol_9")
      }
    `);
    expect(report.headline).toBe(
      "volumeDelete acts on vol_9, not on the declared vol_8f2c. Deletes 1 volume and all backups of the volume; nothing shows that it can be undone.",
    );
  });

  it("shows the call by its own name, not by its label", async () => {
    const report = await graphql(`mutation { volumeRename: volumeDelete(volumeId: "${ID}") }`);
    expect(report.effects[0]?.by).toBe("volumeDelete");
    expect(report.scope_params[0]?.call).toBe("volumeDelete, labelled volumeRename");
  });
});

describe("variables", () => {
  const document = "mutation($volumeId: String!) { volumeDelete(volumeId: $volumeId) }";

  it.each([{ volumeId: ID }, { variables: { volumeId: ID } }])(
    "take their values from %j",
    async (params) => {
      expect(said(await graphql(document, { params }), "resource")).toBe("supported");
    },
  );

  it.each([{}, { volumeId: ID, variables: { volumeId: "vol_9" } }])(
    "without one sure value leave the target unknown: %j",
    async (params) => {
      const report = await graphql(document, { params });
      expect(said(report, "resource")).toBe("unverifiable");
      expect(questions(report)).toContain("What does volumeDelete act on?");
    },
  );

  it("are followed into input objects", async () => {
    const report = await graphql("mutation($input: I!) { thingDelete(input: $input) }", {
      action: "acme.thing.delete",
      resource: { type: "acme.thing", id: "t_1" },
      params: { input: { thingId: "t_1", environmentId: "env_1" } },
    });
    expect(said(report, "resource")).toBe("supported");
    expect(report.scope_params[0]?.environment_argument).toBe("input.environmentId");
  });
});

describe("what has no rule", () => {
  const acme = {
    action: "acme.disk.delete",
    resource: { type: "acme.disk", id: "d_1" },
  } as const;

  it.each([
    ["diskDelete", ["delete"]],
    ["delete_disk", ["delete"]],
    ["bulkdelete", ["delete"]],
    ["volumeBackupDelete", ["delete", "recovery_removal"]],
    ["databaseReset", ["truncate"]],
    ["instanceStop", ["stop"]],
    ["keyRevoke", ["permission_change"]],
    ["undelete", ["unknown"]],
    ["frobnicate", ["unknown"]],
    ["constructor", ["unknown"]],
  ])("%s is read as %j", async (name, kinds) => {
    const report = await graphql(`mutation { ${name}(id: "d_1") }`, {
      ...acme,
      params: {},
    });
    expect(report.effects.map((effect) => effect.kind)).toEqual(kinds);
    expect(report.reversibility.value).toBe("unknown");
    expect(questions(report)).toContain(`What does ${name} do, and what goes along with it?`);
  });

  it("counts a production delete of unknown kind as critical", async () => {
    const report = await graphql(
      `
        mutation {
          diskDelete(id: "d_1")
        }
      `,
      { ...acme, params: {} },
    );
    expect(report.risk.level).toBe("critical");
  });

  it("finds a mutation that the schema nests", async () => {
    const report = await graphql(
      `
        mutation {
          disk {
            delete(id: "d_1")
          }
        }
      `,
      { ...acme, params: {} },
    );
    expect(report.effects).toContainEqual(
      expect.objectContaining({ kind: "delete", by: "disk.delete" }),
    );
  });

  it("doesn't take an environment that the request names for the declared one", async () => {
    const claims = { environment: "production" };
    const by = (id: string) =>
      graphql(`mutation { diskDelete(id: "d_1", environment: "${id}") }`, {
        ...acme,
        params: {},
        claims,
      });
    expect(said(await by("production"), "environment")).toBe("supported");
    expect(said(await by("env_77"), "environment")).toBe("unverifiable");
    expect(questions(await by("env_77"))).toContain("Which environment is env_77?");
  });
});

it("says that a query changes nothing, unless its name says otherwise", async () => {
  const read = await graphql(`query { volume(id: "${ID}") { id } }`);
  expect(read.effects).toEqual([]);
  expect(read.totals.resources).toMatchObject({ value: 0 });
  expect(questions(await graphql(`{ volumeDelete(volumeId: "${ID}") }`))).toContain(
    "Does the query volumeDelete change something?",
  );
});

it("judges counted claims against what was parsed", async () => {
  const two = `mutation { a: volumeInstanceBackupDelete(volumeInstanceBackupId: "b_1") b: volumeInstanceBackupDelete(volumeInstanceBackupId: "b_2") }`;
  const claim = async (resources: number) =>
    said(await graphql(two, { claims: { resources }, params: {} }), "resources");
  expect([await claim(1), await claim(2), await claim(3)]).toEqual([
    "contradicted",
    "supported",
    "contradicted",
  ]);
  expect(said(await graphql(PLAIN, { claims: { resources: 0 } }), "resources")).toBe(
    "contradicted",
  );
  expect(said(await graphql(PLAIN, { claims: { resources: 9 } }), "resources")).toBe(
    "unverifiable",
  );
});

it("without an artifact the effect is unknown, and the risk is what the unknown deserves", async () => {
  const report = await graphql("", {
    artifact: { kind: "none" },
    claims: { environment: "staging" },
  });
  expect(report.status).toBe("claimed_only");
  expect(report.effects.map((effect) => effect.kind)).toEqual(["unknown"]);
  expect(report.totals.resources.value).toBeNull();
  expect(report.risk.level).toBe("critical");
  expect(said(report, "environment")).toBe("contradicted");
  expect(report.unknowns[0]?.resolve).toMatch(/deny/i);
});

describe("a hostile document", () => {
  // The thread that reads what is long starts once, which isn't a document's time.
  beforeAll(async () => void (await graphql(`query { ${"a ".repeat(5_000)} }`)));
  const deep = 20_000;
  const thirty = Array.from(
    { length: 30 },
    (_, i) => `fragment F${i} on M { a { ...F${i + 1} } b { ...F${i + 1} } }`,
  );
  it.each<[string, string]>([
    ["that isn't GraphQL", "DROP TABLE users; --"],
    ["that is a schema", "type Mutation { a: Int }"],
    ["with a NUL", `mutation { volumeDelete(volumeId: "${ID}") }\0 mutation { a }`],
    ["nested too deeply", `mutation { a(x: ${"[".repeat(deep)}${"]".repeat(deep)}) }`],
    ["with too many tokens", `mutation { ${"a ".repeat(deep)} }`],
    ["that is too long", `mutation { a(x: "${"x".repeat(300_000)}") }`],
    ["whose fragment holds itself", "mutation { ...F } fragment F on M { a { ...F } }"],
    ["whose fragments multiply", `mutation { ...F0 } ${thirty.join(" ")} fragment F30 on M { x }`],
    ["that lacks a fragment", "mutation { ...F }"],
  ])("%s is a named unknown", async (_, content) => {
    const started = performance.now();
    const report = await graphql(content);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(report.status).toBe("failed");
    expect(report.effects.map((effect) => effect.kind)).toEqual(["unknown"]);
    expect(report.risk.level).toBe("critical");
  });

  it("with a thousand targets is cut in the lists, not in the count", async () => {
    const calls = Array.from({ length: 1000 }, (_, i) => `v${i}: volumeDelete(volumeId: "${i}")`);
    const report = await graphql(`mutation { ${calls.join(" ")} }`);
    expect(report.totals).toMatchObject({
      resources: { value: 1000 },
      truncated: true,
    });
    expect(report.resources.length).toBe(100);
    expect(report.headline).toContain("Deletes 1000 volumes");
  });

  it("can't put a NUL, a lone surrogate or an invisible character into the report", async () => {
    const document = String.raw`mutation($v: I) { volumeDelete(volumeId: "a\u0000\u202Eb\n", v: $v) }`;
    const json = JSON.stringify(await graphql(document, { params: { v: "c\uD800d" } }));
    expect(json).toContain("a<U+0000><U+202E>b<U+000A>");
    expect(json).toContain("c<U+D800>d");
    expect(json).not.toMatch(/\\u0000|\\ud800|\u202E/i);
  });

  it("never throws, and always gives a report of the right form", async () => {
    const piece = fc.constantFrom(
      "mutation",
      "query",
      "{",
      "}",
      "(",
      ")",
      ":",
      "$v",
      "...",
      "F",
      "fragment F on M",
      '"x"',
      '"""',
      "[",
      "]",
      "@include(if: $v)",
      "volumeDelete",
      "projectDelete(id: 1)",
      "__proto__",
      "\\u0000",
      "é",
      "#",
      "\n",
    );
    const content = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece).map((pieces) => pieces.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(
        content,
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string({ minLength: 1 }),
        async (text, params, id) => {
          const report = await graphql(text, {
            params,
            resource: { type: "railway.volume", id },
          });
          if (report.status === "failed") expect(report.risk.level).toBe("critical");
        },
      ),
      { numRuns: 500 },
    );
  });
});
