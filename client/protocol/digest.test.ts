import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CanonicalizationError } from "./canonical";
import {
  artifactSha256,
  digestOf,
  digestsEqual,
  isDigest,
  operationDigest,
  type OperationDigestInput,
} from "./digest";

const content = 'mutation { volumeDelete(volumeId: "vol_8f2c") }';
const operation: OperationDigestInput = {
  environment: "production",
  audience: "https://infra.example.com",
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: "vol_8f2c" },
  params: { volumeId: "vol_8f2c", force: true, retries: [1, 2.5, null], nested: { a: { b: "" } } },
  artifact: { kind: "graphql", content },
};

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("operationDigest", () => {
  test("is SHA-256 over the domain, a zero byte and the canonical members", () => {
    const canonical =
      '{"action":"railway.volume.delete",' +
      `"artifact":{"kind":"graphql","sha256":"${sha256(content)}"},` +
      '"audience":"https://infra.example.com","environment":"production",' +
      '"params":{"force":true,"nested":{"a":{"b":""}},"retries":[1,2.5,null],"volumeId":"vol_8f2c"},' +
      '"resource":{"id":"vol_8f2c","type":"railway.volume"}}';
    expect(operationDigest(operation)).toBe(
      `sha-256:${sha256(`countersign.operation.v1\0${canonical}`)}`,
    );
  });

  test("is the same for content and for its SHA-256", () => {
    const byHash = { ...operation, artifact: { kind: "graphql", sha256: artifactSha256(content) } };
    expect(operationDigest(byHash)).toBe(operationDigest(operation));
  });

  test("takes only type and id of the resource, and none of the agent's words", () => {
    const wordy = {
      ...operation,
      resource: { ...operation.resource, name: "pg-data" },
      reason: "cleanup",
      claims: { records: 0 },
    };
    expect(operationDigest(wordy)).toBe(operationDigest(operation));
  });

  test("differs without an artifact", () => {
    const bare = operationDigest({ ...operation, artifact: { kind: "none" } });
    expect(isDigest(bare)).toBe(true);
    expect(bare).not.toBe(operationDigest(operation));
  });

  test("changes when any leaf changes", () => {
    const original = operationDigest(operation);
    for (const path of leaves(operation)) {
      const changed = structuredClone(operation) as unknown as Record<string, unknown>;
      const last = path.at(-1) as string;
      const parent = path.slice(0, -1).reduce((at, step) => at[step] as never, changed);
      parent[last] = changeOf(parent[last]);
      expect(operationDigest(changed as never), path.join("/")).not.toBe(original);
    }
  });

  test("differs for any two different params", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (params) => {
        const clean = JSON.parse(JSON.stringify(params)) as Record<string, unknown>;
        fc.pre(isAccepted(clean));
        const one = operationDigest({ ...operation, params: clean });
        expect(operationDigest({ ...operation, params: { ...clean, "\u{1F511}": 1 } })).not.toBe(
          one,
        );
        const reordered = Object.fromEntries(Object.entries(clean).reverse());
        expect(operationDigest({ ...operation, params: reordered })).toBe(one);
      }),
    );
  });

  test.each([
    ["a missing environment", { ...operation, environment: undefined }],
    ["params that are a list", { ...operation, params: [] }],
    ["an undefined param", { ...operation, params: { a: undefined } }],
    ["a number that loses digits", { ...operation, params: { id: 2 ** 53 } }],
    ["a lone surrogate", { ...operation, artifact: { kind: "sql", content: "\ud800" } }],
    ["no artifact", { ...operation, artifact: undefined }],
    ["an artifact with neither content nor hash", { ...operation, artifact: { kind: "sql" } }],
    ["content hidden behind kind none", { ...operation, artifact: { kind: "none", content } }],
    [
      "a hash of other content",
      { ...operation, artifact: { kind: "sql", content, sha256: sha256("") } },
    ],
    ["an upper-case hash", { ...operation, artifact: { kind: "sql", sha256: "A".repeat(64) } }],
  ])("refuses %s", (_, input) => {
    expect(() => operationDigest(input as never)).toThrow(CanonicalizationError);
  });
});

test("the same value has another digest in another domain", () => {
  const digests = ["shown", "policy", "report", "request", "result", "operation"].map((domain) =>
    digestOf(`countersign.${domain}.v1` as "countersign.shown.v1", { a: 1 }),
  );
  expect(new Set(digests).size).toBe(digests.length);
});

test("digests compare by value, and nothing else equals a digest", () => {
  const digest = operationDigest(operation);
  expect(digestsEqual(digest, `${digest}`)).toBe(true);
  expect(digestsEqual(digest, digest.toUpperCase())).toBe(false);
  expect(digestsEqual("", "")).toBe(false);
});

function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]));
}

function changeOf(value: unknown): unknown {
  if (typeof value === "string") return `${value} `;
  if (typeof value === "number") return value + 1;
  return value === null ? false : null;
}

function isAccepted(params: Record<string, unknown>): boolean {
  try {
    operationDigest({ ...operation, params });
    return true;
  } catch {
    return false;
  }
}
