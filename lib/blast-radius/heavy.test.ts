import { describe, expect, it } from "vitest";
import { planOf } from "@/test/plan";
import { analyze } from "./analyzers/analyze";
import type { Declared } from "./findings";
import { READ_MS_MAX, work } from "./heavy";
import { readPlan } from "./plans/read-plan";
import { PARSE_MS_MAX } from "./sql/parse";

const declared = (artifact: Declared["artifact"]): Declared => ({
  operationDigest: `sha-256:${"0".repeat(64)}`,
  environment: { slug: "production", kind: "production" },
  action: "terraform.apply",
  resource: { type: "terraform.workspace", id: "prod" },
  params: {},
  artifact,
  claims: {},
  now: new Date("2026-11-26T14:00:00Z"),
});

const resources = (count: number) =>
  planOf(Array.from({ length: count }, (_, i) => ({ address: `aws_vpc.v[${i}]` })));
const LARGE: readonly [string, Declared["artifact"]][] = [
  ["a plan", { kind: "terraform_plan", content: resources(200) }],
  ["a script", { kind: "shell", content: "rm -rf /srv/a; ".repeat(300) }],
  ["SQL", { kind: "sql", dialect: "postgresql", content: "DELETE FROM t;".repeat(300) }],
  [
    "GraphQL",
    { kind: "graphql", content: `mutation { ${"a: volumeDelete(volumeId: 1) ".repeat(150)} }` },
  ],
];

async function secretive() {
  const content = planOf(
    Array.from({ length: 50 }, (_, i) => ({
      address: `aws_vpc.v[${i}]`,
      before: { password: "hunter2-hunter2" },
    })),
  );
  const { length } = content;
  return {
    content,
    ...(await work("read", length, declared({ kind: "terraform_plan", content }))),
  };
}

describe("a large artifact", () => {
  it.each(LARGE)("%s is found to do in the thread what it is found to do here", async (_, one) => {
    const chars = "content" in one ? one.content.length : 0;
    const { findings, redacted } = await work("read", chars, declared(one));
    const { sql, ...there } = findings;
    const { sql: _here, ...here } = await analyze(declared(one));
    expect(there).toEqual(here);
    expect(there.status).toBe("read");
    expect(redacted).toBeNull();
    expect(sql?.text).toBe(one.kind === "sql" ? one.content : undefined);
  });

  it("leaves its secrets there", async () => {
    const { content, findings, redacted } = await secretive();
    expect(content.length).toBeGreaterThan(4_096);
    expect(findings.status).toBe("read");
    expect(redacted).toBe(content.replaceAll("hunter2-hunter2", "(sensitive value)"));
  });

  it("lets others have their turn while it is read", async () => {
    let turns = 0;
    const [, artifact] = LARGE[0] ?? [];
    if (artifact?.kind !== "terraform_plan") throw new Error("no plan");
    const reading = work("read", artifact.content.length, declared(artifact));
    let read = false;
    void reading.finally(() => (read = true));
    for (; !read; turns++) await new Promise(setImmediate);
    expect(turns).toBeGreaterThan(20);
  });

  it("is given up within two seconds, whatever it holds, with time left to say so", () => {
    expect(PARSE_MS_MAX).toBeLessThan(READ_MS_MAX);
    expect(READ_MS_MAX).toBeLessThan(2_000);
  });

  it("that lists more than is read is refused before it is looked at", () => {
    const many = Array.from({ length: 25_001 }, () => ({}));
    const why = "It lists more than 25,000 resources: too many to be read here.";
    expect(() => readPlan({ format_version: "1.2", resource_changes: many })).toThrow(why);
    expect(() => readPlan({ steps: many })).toThrow(why);
  });

  it("full of faults is refused at the first, without a look at the rest", () => {
    const rest = new Proxy({}, { get: () => expect.unreachable() });
    const plan = { format_version: "1.2", resource_changes: [{}, rest] };
    expect(() => readPlan(plan)).toThrow(
      "It hasn't the shape of a plan, at /resource_changes/0/address.",
    );
    const preview = { steps: [{}, rest] };
    expect(() => readPlan(preview)).toThrow("It hasn't the shape of a preview, at /steps/0/op.");
  });
});
