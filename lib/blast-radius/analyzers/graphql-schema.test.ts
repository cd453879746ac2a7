import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { RISKS } from "@/lib/core/operation";
import { declaredAs } from "@/test/artifact";
import { assessBlastRadius } from "../assess";
import type { Declared } from "../findings";
import { compileSchema } from "../graphql/compile";
import type { CompiledSchema, RegisteredSchema } from "../graphql/compiled-schema";

const SDL = `
  scalar EnvironmentId
  scalar JSON
  enum Mode { SOFT HARD }
  input Place { env: String, zone: String }
  input Removal { volume: ID!, place: Place, mode: Mode, tags: [String!], rest: Int = 1 }
  input EnvironmentWhere { key: String! }
  input ByOne @oneOf { id: ID, slug: String }
  directive @oneOf on INPUT_OBJECT
  type Query { me: ID }
  type DeleteVolumePayload { ok: Boolean }
  type Subscription { volumeEvents: Int }
  type Mutation {
    volumeDelete(volumeId: String!): Boolean! @deprecated(reason: "Use tidy.")
    serviceDelete(id: String!, environmentId: String): Boolean!
    tidy(input: Removal!): DeleteVolumePayload
    sweep(where: EnvironmentWhere, stage: EnvironmentId, options: JSON): Boolean
    drop(box: ID!, count: Int): Boolean
    dropOne(by: ByOne!): Boolean
    ping: Boolean
  }`;

let registered: RegisteredSchema;
const schemaOf = async (sdl: string): Promise<RegisteredSchema> => ({
  compiled: (await compileSchema(sdl)).compiled,
  sha256: "9f86d081".repeat(8),
  registeredAt: new Date("2026-11-20T08:00:00Z"),
});
beforeAll(async () => void (registered = await schemaOf(SDL)));

const report = (content: string, change: Partial<Declared> = {}): Promise<BlastRadius> =>
  assessBlastRadius(
    declaredAs(
      { kind: "graphql", content },
      {
        action: "volumes.volume.delete",
        resource: { type: "volumes.volume", id: "v1" },
        graphqlSchema: registered,
        ...change,
      },
    ),
    { inventory: async () => new Map(), collectors: [] },
  );
const noteOf = async (content: string, change: Partial<Declared> = {}) =>
  (await report(content, change)).scope_params[0]?.note;
const verdictOf = ({ claims }: BlastRadius, claim: string) =>
  claims.find((one) => one.claim === claim)?.verdict;

describe("a request that the schema's server would refuse", () => {
  it.each<[string, string, RegExp, Partial<Declared>?]>([
    ["an unknown mutation", `mutation { volumeErase(id: "v1") }`, /no mutation volumeErase\./],
    ["one by a name of JavaScript's", `mutation { constructor(id: "v1") }`, /no mutation constr/],
    [
      "an unknown argument",
      `mutation { volumeDelete(volumeId: "v1", environment: "staging") }`,
      /volumeDelete takes no environment\. It takes only volumeId\./,
    ],
    ["any argument of one that takes none", `mutation { ping(x: 1) }`, /It takes no arguments/],
    ["a missing argument", `mutation { volumeDelete }`, /needs volumeId/],
    ["null where none may be", `mutation { volumeDelete(volumeId: null) }`, /can't be null/],
    ["a number for a string", `mutation { volumeDelete(volumeId: 5) }`, /must be a String/],
    ["a list for a string", `mutation { volumeDelete(volumeId: ["v1"]) }`, /must be a String/],
    ["a string for a number", `mutation { drop(box: 1, count: "2") }`, /count must be an Int/],
    ["behind an alias", `mutation { ok: volumeDelete(id: "v1") }`, /takes no id/],
    [
      "in a fragment",
      `mutation { ...F } fragment F on Mutation { volumeDelete(id: "v1") }`,
      /takes no id/,
    ],
    [
      "in another operation of the document, whichever runs",
      `mutation A { volumeDelete(volumeId: "v1") } mutation B { volumeErase }`,
      /no mutation volumeErase/,
    ],
    ["a missing member", `mutation { tidy(input: { mode: SOFT }) }`, /input needs volume/],
    ["an unknown member", `mutation { tidy(input: { volume: 1, a: 1 }) }`, /input takes no a\./],
    [
      "an unknown member, deep",
      `mutation { tidy(input: { volume: 1, place: { environment: "x" } }) }`,
      /input\.place takes no environment/,
    ],
    ["no such enum value", `mutation { tidy(input: { volume: 1, mode: FAST }) }`, /a Mode/],
    ["a string for an enum", `mutation { tidy(input: { volume: 1, mode: "SOFT" }) }`, /a Mode/],
    ["a wrong list item", `mutation { tidy(input: { volume: 1, tags: ["a", 1] }) }`, /a String/],
    ["two of one", `mutation { dropOne(by: { id: 1, slug: "a" }) }`, /exactly one/],
    ["an undeclared variable", `mutation { volumeDelete(volumeId: $v) }`, /doesn't declare/],
    [
      "a variable of another type",
      `mutation($v: Int!) { volumeDelete(volumeId: $v) }`,
      /\$v of type Int!/,
    ],
    [
      "a variable that may be null",
      `mutation($v: String) { volumeDelete(volumeId: $v) }`,
      /\$v of type String\./,
    ],
    [
      "a variable with a wrong value",
      `mutation($i: Removal!) { tidy(input: $i) }`,
      /input takes no env/,
      { params: { i: { volume: "v1", env: "staging" } } },
    ],
  ])("will fail, and says why: %s", async (_, content, because, change) => {
    const { outcome, outcome_because } = await report(content, change);
    expect(outcome).toBe("will_fail");
    expect(outcome_because).toMatch(because);
    expect(outcome_because).toMatch(/^By the schema that was registered on 2026-11-20, /);
  });

  it("will fail by any mutation where the schema has none", async () => {
    const graphqlSchema = await schemaOf("type Query { a: Int }");
    const { outcome } = await report(`mutation { ping }`, { graphqlSchema });
    expect(outcome).toBe("will_fail");
  });

  it.each<[string, string, Partial<Declared>?]>([
    ["all that it takes", `mutation { volumeDelete(volumeId: "v1") { __typename } }`],
    ["defaults left out", `mutation { tidy(input: { volume: "v1" }) }`],
    ["one for a list", `mutation { tidy(input: { volume: 7, tags: "a", mode: HARD }) }`],
    ["a scalar of the API's own", `mutation { sweep(options: { any: [1, { thing: X }] }) }`],
    ["a stricter variable", `mutation($s: String!) { serviceDelete(id: "a", environmentId: $s) }`],
    [
      "a variable with a default",
      `mutation($v: String = "v1", $n: Int = 3) { volumeDelete(volumeId: $v) drop(box: 1, count: $n) }`,
    ],
    ["a variable without a value", `mutation($v: String!) { volumeDelete(volumeId: $v) }`],
    [
      "variables as JSON writes them",
      `mutation($i: Removal!) { tidy(input: $i) }`,
      { params: { variables: { i: { volume: 7, mode: "HARD", tags: ["a"], rest: null } } } },
    ],
    [
      "a wrong value of the operation that may not run",
      `mutation A($i: Int) { drop(box: 1, count: $i) } mutation B { ping }`,
      { params: { i: "no" } },
    ],
    ["a query or subscription", `query { nothing } subscription { volumeErase }`],
    ["what is asked of an answer", `mutation { tidy(input: { volume: 1 }) { never } }`],
  ])("isn't one that takes %s", async (_, content, change) => {
    expect(await report(content, change)).toMatchObject({
      outcome: "unknown",
      outcome_because: null,
    });
  });
});

describe("what the schema says of the scope", () => {
  it("is which arguments there are at all, and whether one could name an environment", async () => {
    expect(await noteOf(`mutation { volumeDelete(volumeId: "v1") }`)).toBe(
      "The schema's volumeDelete takes only volumeId: no argument can name an environment. The schema calls it deprecated: Use tidy.",
    );
    expect(await noteOf(`mutation { ping }`)).toContain("takes no arguments");
    expect(await noteOf(`mutation { serviceDelete(id: "v1") }`)).toContain(
      "also takes environmentId, which the request leaves out",
    );
    expect(await noteOf(`mutation { tidy(input: { volume: "v1" }) }`)).toContain(
      "also takes input.place.env",
    );
    expect(await noteOf(`mutation { drop(box: "v1") }`)).toContain("takes only box and count");
    expect(await noteOf(`mutation { ping }`, { graphqlSchema: null })).toBe(
      "It carries no argument that names an environment: nothing in the request limits it to one.",
    );
    const open = await schemaOf(
      "scalar JSON type Query { a: Int } type Mutation { m(o: JSON): Int }",
    );
    expect(await noteOf(`mutation { m }`, { graphqlSchema: open })).toContain(
      "no argument is named for an environment",
    );
  });

  it("finds the environment by its type where the name doesn't say it", async () => {
    const limitedBy = async (
      content: string,
      graphqlSchema = registered as typeof registered | null,
    ) => (await report(content, { graphqlSchema })).scope_params[0]?.environment_argument;
    const nested = `mutation { sweep(where: { key: "staging" }) }`;
    expect(await limitedBy(nested)).toBe("where.key");
    expect(await limitedBy(`mutation { sweep(stage: "staging") }`)).toBe("stage");
    expect(await limitedBy(nested, null)).toBeNull();
  });
});

describe("what the schema says of the call", () => {
  it("finds the target by its type, and so whether it is the declared one", async () => {
    const of = (id: string, graphqlSchema = registered as typeof registered | null) =>
      report(`mutation { tidy(input: { volume: "${id}" }) }`, { graphqlSchema });
    expect(verdictOf(await of("v1"), "resource")).toBe("supported");
    expect(verdictOf(await of("v2"), "resource")).toBe("contradicted");
    expect(verdictOf(await of("v2", null), "resource")).toBe("unverifiable");
  });

  it("reads what it does from its return type, where its name says nothing", async () => {
    const { effects, evidence } = await report(`mutation { tidy(input: { volume: "v1" }) }`);
    expect(effects).toMatchObject([{ kind: "delete", evidence: ["artifact", "graphql-schema"] }]);
    expect(evidence).toContainEqual({
      id: "graphql-schema",
      source: "inventory",
      tool: "GraphQL schema, registered for the enforcement point",
      query: null,
      at: "2026-11-20T08:00:00.000Z",
      digest: `sha-256:${"9f86d081".repeat(8)}`,
    });
  });

  it("isn't held against a request that names its own host, nor against a command's", async () => {
    const request = (url: string) =>
      report("", {
        artifact: {
          kind: "http",
          content: JSON.stringify({ method: "POST", url, body: { query: "mutation { nope }" } }),
        },
      });
    expect((await request("/graphql")).outcome).toBe("will_fail");
    expect((await request("https://api.example.com/graphql")).outcome).toBe("unknown");
    const content = `curl https://api.example.com/graphql -d '{"query":"mutation { nope }"}'`;
    expect((await report("", { artifact: { kind: "shell", content } })).outcome).toBe("unknown");
  });
});

describe("a schema", () => {
  const NAMES = ["volumeDelete", "serviceDelete", "tidy", "sweep", "stopIt", "detachAll", "ping"];
  const value = fc.constantFrom(`"v1"`, `"v2"`, `"production"`, "7", "$v", "null", `{ id: "v1" }`);
  const argument = fc.tuple(
    fc.constantFrom("volumeId", "id", "where", "input", "stage", "box", "environmentId"),
    value,
  );
  const call = fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.uniqueArray(argument, { maxLength: 3, selector: ([n]) => n }),
    )
    .map(([name, given]) => {
      const list = given.map(([key, one]) => `${key}: ${one}`).join(", ");
      return list ? `${name}(${list})` : name;
    });
  const type = fc.constantFrom(
    "ID",
    "String",
    "EnvironmentId",
    "Where",
    "EnvironmentWhere",
    "Int!",
  );
  const returns = fc.constantFrom(
    "Boolean",
    "DeleteVolumePayload",
    "StopPayload",
    "DetachPayload!",
    "BackupDeletePayload",
    "[Replaced]",
  );
  const args = fc.dictionary(
    fc.constantFrom("volumeId", "id", "where", "input", "stage", "box"),
    fc.record({ type }),
    { maxKeys: 4 },
  );
  const where = { fields: { id: { type: "ID" }, env: { type: "String" } } };
  const compiled: fc.Arbitrary<CompiledSchema> = fc
    .dictionary(fc.constantFrom(...NAMES), fc.record({ args, returns }))
    .map((fields) => ({
      mutation: "Mutation",
      fields,
      types: { Where: where, EnvironmentWhere: where },
    }));

  it("never lowers the risk", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 3 }),
        compiled,
        fc.constantFrom("volumes.volume.delete", "railway.volume.delete", "x.stop", "x.detach"),
        fc.constantFrom("production", "staging", "development"),
        fc.constantFrom({}, { environment: "staging", records: 0, resources: 1, reversible: true }),
        async (calls, schema, action, kind, claims) => {
          const content = `mutation($v: String) { ${calls.join(" ")} }`;
          const level = async (graphqlSchema: RegisteredSchema | null) => {
            const environment = { slug: kind, kind } as const;
            const change = { action, environment, params: { v: "v1" }, claims, graphqlSchema };
            return RISKS.indexOf((await report(content, change)).risk.level);
          };
          const without = await level(null);
          expect(await level({ ...registered, compiled: schema })).toBeGreaterThanOrEqual(without);
        },
      ),
      { numRuns: 2_000 },
    );
  }, 60_000);
});
