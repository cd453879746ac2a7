import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactPlan, WITHHELD } from "./redact-plan";
import { REDACTED } from "./plans/secrets";

const SECRET = "hunter2-correct-horse";

const redacted = (plan: unknown) => JSON.parse(redactPlan(JSON.stringify(plan))) as never;
const change = (values: object) => ({
  resource_changes: [
    { address: "aws_db_instance.main", mode: "managed", type: "aws_db_instance", change: values },
  ],
});

describe("a secret goes from where it is marked", () => {
  it.each<[string, object]>([
    [
      "by the mask of before",
      change({
        actions: ["delete"],
        before: { password_x: SECRET },
        before_sensitive: { password_x: true },
      }),
    ],
    [
      "by the mask of after",
      change({
        actions: ["create"],
        after: { a: [{ b: SECRET }] },
        after_sensitive: { a: [{ b: true }] },
      }),
    ],
    [
      "by a mask over all of it",
      change({ actions: ["delete"], before: { any: { thing: SECRET } }, before_sensitive: true }),
    ],
    [
      "by a mask of another shape than its value",
      change({ actions: ["delete"], before: { a: SECRET }, before_sensitive: { a: { b: true } } }),
    ],
    [
      "by the mask of a state",
      {
        prior_state: {
          values: {
            root_module: { resources: [{ values: { x: SECRET }, sensitive_values: { x: true } }] },
          },
        },
      },
    ],
    [
      "by the mask of an action's settings",
      { action_invocations: [{ config_values: { x: SECRET }, config_sensitive: { x: true } }] },
    ],
    ["in an output", { planned_values: { outputs: { url: { sensitive: true, value: SECRET } } } }],
    [
      "in an output's change",
      { output_changes: { url: { before: null, after: SECRET, after_sensitive: true } } },
    ],
    [
      "in a variable that the configuration calls sensitive",
      {
        variables: { v: { value: SECRET } },
        configuration: { root_module: { variables: { v: { sensitive: true, default: SECRET } } } },
      },
    ],
    [
      "in what a module is given for one",
      {
        configuration: {
          root_module: {
            module_calls: {
              m: {
                expressions: { v: { constant_value: SECRET } },
                module: { variables: { v: { sensitive: true } } },
              },
            },
          },
        },
      },
    ],
    [
      "by the name of a member, where no mask is",
      change({ actions: ["delete"], before: { master_password: SECRET } }),
    ],
    ["by the name of a variable", { variables: { db_password: { value: SECRET } } }],
    [
      "by the name of a provider's setting",
      {
        configuration: {
          provider_config: { aws: { expressions: { secret_key: { constant_value: SECRET } } } },
        },
      },
    ],
    [
      "in a container's environment",
      change({ actions: ["delete"], before: { env: [{ name: "DB_PASSWORD", value: SECRET }] } }),
    ],
    [
      "in Pulumi's own form",
      {
        steps: [
          {
            op: "delete",
            urn: "u",
            oldState: {
              outputs: {
                x: {
                  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                  plaintext: JSON.stringify(SECRET),
                },
              },
            },
          },
        ],
      },
    ],
    [
      "where a Pulumi program names it",
      { steps: [{ oldState: { additionalSecretOutputs: ["x"], outputs: { x: SECRET } } }] },
    ],
  ])("%s", (_, plan) => {
    const out = redactPlan(JSON.stringify(plan));
    expect(out).toContain(REDACTED);
    expect(out).not.toContain(SECRET);
  });
});

describe("a secret goes from wherever else it stands", () => {
  const marked = (elsewhere: object) => ({
    ...change({ actions: ["delete"], before: { x: SECRET }, before_sensitive: { x: true } }),
    ...elsewhere,
  });

  it.each<[string, object, unknown]>([
    ["as a whole value", { variables: { a: { value: SECRET } } }, { a: { value: REDACTED } }],
    [
      "inside a longer one",
      { variables: { a: { value: `postgres://u:${SECRET}@h/` } } },
      { a: { value: `postgres://u:${REDACTED}@h/` } },
    ],
    [
      "twice, touching",
      { variables: { a: { value: `${SECRET}${SECRET}` } } },
      { a: { value: REDACTED } },
    ],
    [
      "in base64",
      { variables: { a: { value: Buffer.from(SECRET).toString("base64") } } },
      { a: { value: REDACTED } },
    ],
    [
      "as a name",
      { variables: { a: { value: { [SECRET]: 1 } } } },
      { a: { value: { [`${REDACTED} #1`]: 1 } } },
    ],
  ])("%s", (_, elsewhere, left) => {
    expect(redacted(marked(elsewhere))).toMatchObject({ variables: left });
  });

  it("escaped inside JSON that is a text itself", () => {
    const quote = 'pass"word<&>';
    const plan = {
      ...change({ actions: ["delete"], before: { x: quote }, before_sensitive: { x: true } }),
      variables: {
        a: { value: JSON.stringify({ p: quote }) },
        b: { value: 'pass\\"word\\u003c\\u0026\\u003e' },
      },
    };
    expect(redacted(plan)).toMatchObject({
      variables: { a: { value: `{"p":"${REDACTED}"}` }, b: { value: REDACTED } },
    });
  });

  it("as a number of four digits or more, and never as a short one", () => {
    const plan = {
      ...change({
        actions: ["delete"],
        before: { x: 481_516, y: 7 },
        before_sensitive: { x: true, y: true },
      }),
      variables: { a: { value: 481_516 }, b: { value: 7 } },
    };
    expect(redacted(plan)).toMatchObject({
      resource_changes: [{ change: { before: { x: REDACTED, y: REDACTED } } }],
      variables: { a: { value: REDACTED }, b: { value: 7 } },
    });
  });

  it("in the key of an instance, though an address is kept whole otherwise", () => {
    const plan = {
      resource_changes: [
        {
          address: `aws_db_instance.main["${SECRET}"]`,
          type: "aws_db_instance",
          change: {
            actions: ["delete"],
            before: { x: SECRET, y: "aws_db_instance" },
            before_sensitive: { x: true, y: true },
          },
        },
      ],
    };
    expect(redacted(plan)).toMatchObject({
      resource_changes: [
        { address: `aws_db_instance.main["${REDACTED}"]`, type: "aws_db_instance" },
      ],
    });
  });
});

describe("what isn't secret", () => {
  it.each([
    '{"a:b":",{[","c":{"d":"e:f"}}',
    '{"__proto__":{"a":1},"constructor":1,"a":{"a":{"a":[{"a":1},{"a":1}]}}}',
    '[1,"a:b",{}]',
  ])("is kept, whatever its texts and names look like: %s", (text) => {
    expect(redactPlan(text)).toBe(text);
  });

  it("is kept to the byte: spelling of numbers, spaces, order, escapes, a byte order mark", () => {
    const text = `\ufeff{ "b" : 1.50, "10": 9007199254740993 ,\n"a":"\\u00e9\\/", "1": 1e2, "password": "hunter2-hunter2" }\n`;
    expect(redactPlan(text)).toBe(text.replace("hunter2-hunter2", REDACTED));
    const plain = text.replace("password", "nothing");
    expect(redactPlan(plain)).toBe(plain);
  });

  it("is told from unset: null stays null under a mask", () => {
    expect(redacted(change({ before: { x: null }, before_sensitive: { x: true } }))).toMatchObject({
      resource_changes: [{ change: { before: { x: null } } }],
    });
  });

  it.each([
    ["isn't JSON", "not a plan"],
    ["has a member twice, which readers differ on", '{"a":1,"a":2}'],
    ["has one twice further in", '{"x":[{"y":{"a":1,"b":{},"a":1}}]}'],
    ["has one twice beside a secret", '{"password":"hunter2-hunter2","x":{"a":1,"a":1}}'],
    ["has a secret in what comes twice", '{"a":{"password":"hunter2-hunter2"},"a":1}'],
    ["has one twice, spelled in two ways", '{"a":1,"\\u0061":1}'],
    ["has a prototype twice", '{"__proto__":{},"__proto__":{}}'],
    ["holds more values than a plan does", `[${"0,".repeat(1_000_000)}0]`],
    [
      "holds more secrets than can be looked for",
      JSON.stringify(Array.from({ length: 75_001 }, (_, i) => ({ pwd: `secret-${i}` }))),
    ],
    ["holds more objects than a plan does", `[${"{},".repeat(500_000)}{}]`],
    ["is nested to exhaust its readers", "[".repeat(100_000) + "]".repeat(100_000)],
  ])("isn't known of a text that %s: nothing of it is kept", (_, text) => {
    expect(redactPlan(text)).toBe(WITHHELD);
  });
});

describe("texts made to exhaust it are answered in time", () => {
  const MIB = 1024 * 1024;
  it.each([
    ["brackets", "[" + "[],".repeat(1.5 * MIB) + "[]]"],
    ["depth", "[".repeat(2.5 * MIB) + "]".repeat(2.5 * MIB)],
    [
      "one secret in a text of its own letters",
      JSON.stringify({ password: "a".repeat(2 * MIB), x: "a".repeat(2.5 * MIB) }),
    ],
    [
      "many secrets with one beginning",
      JSON.stringify([
        ...Array.from({ length: 1200 }, (_, i) => ({ password: "a".repeat(2000) + i })),
        { x: "a".repeat(2 * MIB) },
      ]),
    ],
    [
      "many names",
      JSON.stringify(Object.fromEntries(Array.from({ length: 250_000 }, (_, i) => [`k${i}`, i]))),
    ],
  ])("%s", (_, text) => {
    const before = process.cpuUsage();
    redactPlan(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(4); // of work, which other load makes dearer; alone it takes under 1 s
  });
});

/** Every text in a JSON value, names and all. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(Array.isArray(value) ? [] : [name]),
    ...textsOf(member),
  ]);
}

it("no secret of any length that matters is left in any value, whatever the plan", () => {
  const secret = fc
    .string({ minLength: 8, maxLength: 30, unit: "binary" })
    .filter((text) => !REDACTED.includes(text));
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 5 }),
      fc.jsonValue(),
      fc.array(fc.tuple(fc.string(), fc.nat(4), fc.string()), { maxLength: 5 }),
      (secrets, anything, around) => {
        const values = Object.fromEntries(secrets.map((value, i) => [`s${i}`, value]));
        const plan = {
          ...change({
            actions: ["delete"],
            before: values,
            before_sensitive: Object.fromEntries(Object.keys(values).map((name) => [name, true])),
            after: around.map(
              ([before, i, after]) => `${before}${secrets[i % secrets.length]}${after}`,
            ),
          }),
          variables: { any: { value: anything } },
        };
        const out = redactPlan(JSON.stringify(plan));
        const parsed = JSON.parse(out) as {
          resource_changes: [{ change: unknown }];
          variables: unknown;
        };
        // What we write ourselves may happen to join with what stood beside it.
        const texts = textsOf([parsed.resource_changes[0].change, parsed.variables]).flatMap(
          (text) => text.split(REDACTED),
        );
        expect(texts.filter((text) => secrets.some((one) => text.includes(one)))).toEqual([]);
        expect(redactPlan(out)).toBe(out);
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
