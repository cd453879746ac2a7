import { buildSchema, introspectionFromSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { compileSchema, SchemaRefused } from "./compile";

const SDL = `
  """Ids of the API's own."""
  scalar EnvironmentId
  enum Mode { SOFT HARD }
  input Where { id: ID!, and: [Where!], mode: Mode = SOFT }
  input Unused { a: Int }
  type Query { me: ID }
  type Payload { ok: Boolean }
  type Mutation {
    volumeDelete(volumeId: String!): Boolean! @deprecated(reason: "Use volumeRemove.")
    volumeRemove(where: Where!, environment: EnvironmentId, force: Boolean! = false): Payload
    constructor(ids: [ID!]!): Payload!
  }
  extend type Mutation { later: Int }`;

const faultsOf = async (text: string) => {
  const error: unknown = await compileSchema(text).catch((refusal: unknown) => refusal);
  if (!(error instanceof SchemaRefused)) throw new Error("it was taken");
  return error.faults;
};

describe("a schema", () => {
  it("is kept as its mutations and what they lead to, the same from SDL as from introspection", async () => {
    const fromSdl = await compileSchema(SDL);
    expect(fromSdl).toEqual({
      format: "sdl",
      mutations: 4,
      compiled: {
        mutation: "Mutation",
        fields: {
          volumeDelete: {
            args: { volumeId: { type: "String!", required: true } },
            returns: "Boolean!",
            deprecated: "Use volumeRemove.",
          },
          volumeRemove: {
            args: {
              where: { type: "Where!", required: true },
              environment: { type: "EnvironmentId" },
              force: { type: "Boolean!" },
            },
            returns: "Payload",
          },
          constructor: { args: { ids: { type: "[ID!]!", required: true } }, returns: "Payload!" },
          later: { args: {}, returns: "Int" },
        },
        types: {
          Mode: { values: ["SOFT", "HARD"] },
          Where: {
            fields: {
              id: { type: "ID!", required: true },
              and: { type: "[Where!]" },
              mode: { type: "Mode" },
            },
          },
        },
      },
    });
    const introspection = introspectionFromSchema(buildSchema(SDL));
    for (const value of [introspection, { data: introspection }])
      expect(await compileSchema(`\uFEFF ${JSON.stringify(value, null, 2)}`)).toEqual({
        ...fromSdl,
        format: "introspection",
      });
  });

  it("may name its root type as it likes, have no mutations, and use directives that it doesn't define", async () => {
    const named = `schema @link(url: "x") { query: Q mutation: M }
      type Q { a: Int @shareable } type M { drop(id: ID!): Int }`;
    expect((await compileSchema(named)).compiled.mutation).toBe("M");
    expect(await compileSchema("type Query { a: Int }")).toMatchObject({
      mutations: 0,
      compiled: { mutation: null, fields: {}, types: {} },
    });
  });

  it("whose input types lead to each other is kept once", async () => {
    const { compiled } = await compileSchema(
      `type Query { a: Int } input A { b: B } input B { a: [A!] } type Mutation { m(a: A): Int }`,
    );
    expect(Object.keys(compiled.types)).toEqual(["A", "B"]);
    const introspection = introspectionFromSchema(
      buildSchema(`type Query { a: Int } input A { a: A } type Mutation { m(a: A): Int }`),
    );
    expect((await compileSchema(JSON.stringify(introspection))).mutations).toBe(1);
  });
});

describe("a schema that can't be taken", () => {
  const QUERY = "type Query { a: Int }\n";
  it.each([
    ["a syntax error", "type Query { a: }", [1, 17], /Expected Name/],
    ["a NUL character", `${QUERY}type A { a: In\0t }`, [2, 15], /U\+0000/],
    [
      "an unknown type",
      `${QUERY}type Mutation {\n  m: Nothing }`,
      [3, 6],
      /Unknown type "Nothing"/,
    ],
    ["a type twice", `${QUERY}type Query { b: Int }`, [1, 6], /only one type named "Query"/],
    ["an endless input", `${QUERY}input A { a: A! }`, [2, 11], /within itself/],
    ["broken JSON", '{\n  "data": {} "x": 1 }', [2, 14], /isn't/],
  ] as const)(
    "is refused with its line and column: %s",
    async (_, text, [line, column], message) => {
      const [fault] = await faultsOf(text);
      expect(fault?.message).toMatch(message);
      expect([fault?.line, fault?.column]).toEqual([line, column]);
    },
  );

  it.each([
    ["nothing", " \n", /empty/],
    ["a query instead", "query { a }", /Query root type/],
    ["no Query", "type Mutation { a: Int }", /Query root type/],
    ["JSON of something else", '{"data": {"volumes": []}}', /introspection/],
    [
      "an introspection that was cut",
      '{"__schema": {"types": [{"kind": "OBJECT"}]}}',
      /introspection/,
    ],
    ["an introspection of nonsense", '{"__schema": {"types": [null]}}', /introspection/],
    ["more than 5 MiB", `${QUERY}#${"x".repeat(5 * 1024 * 1024)}`, /5 MiB/],
    [
      "lists 100,000 deep",
      `type Query { a: ${"[".repeat(1e5)}Int${"]".repeat(1e5)} }`,
      /too deeply/,
    ],
    [
      "an introspection nested 50,000 deep",
      JSON.stringify(introspectionFromSchema(buildSchema(QUERY))).replace(
        '{"kind":"SCALAR","name":"Int","ofType":null}',
        `${'{"kind":"LIST","name":null,"ofType":'.repeat(5e4)}null${"}".repeat(5e4)}`,
      ),
      /too deeply/,
    ],
  ])("is refused with its reason: %s", async (_, text, message) => {
    expect((await faultsOf(text))[0]?.message).toMatch(message);
  });

  it("has at most twenty faults named, however many it has", async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `type A${i} { b: C${i} }`).join("\n");
    expect(await faultsOf(QUERY + many)).toHaveLength(20);
  }, 30_000);

  it("of 5 MB holds up nobody while it is read", async () => {
    const text = QUERY.padEnd(QUERY.length) + " a: Int\n".repeat(620_000);
    let late_ms = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      late_ms = Math.max(late_ms, now - last);
      last = now;
    }, 5);
    const [fault] = await faultsOf(`${QUERY}type B {${text.slice(QUERY.length)}}`);
    clearInterval(timer);
    expect(fault?.message).toMatch(/500,000 tokens/);
    expect(late_ms).toBeLessThan(400);
  }, 30_000);
});
