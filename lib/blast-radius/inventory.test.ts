import { describe, expect, it } from "vitest";
import { assessBlastRadius } from "./assess";
import type { Declared } from "./findings";
import { inventoryKey, type RegisteredResource } from "./inventory";

const NOW = new Date("2026-11-24T14:02:11Z");
const DECLARED: Declared = {
  operationDigest: `sha-256:${"9f86d081".repeat(8)}`,
  environment: { slug: "staging", kind: "staging" },
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: "vol_8f2c", name: "pg-data-staging" },
  params: { volumeId: "vol_8f2c" },
  artifact: { kind: "graphql", content: 'mutation { volumeDelete(volumeId: "vol_8f2c") }' },
  claims: { environment: "staging", reversible: true },
  now: NOW,
};
const VOLUME: RegisteredResource = {
  id: "inv_1",
  type: "railway.volume",
  pattern: "vol_8f2c",
  name: "pg-data",
  environment: { slug: "production", kind: "production" },
  criticality: "critical",
  stateful: true,
  owner: "data@example.com",
  dependents: ["railway.service:api"],
  recoveryPoints: [
    {
      name: "Nightly backup",
      takenAt: new Date("2026-11-24T02:00:00Z"),
      failureDomain: "railway.volume:vol_8f2c",
      deletableBy: "railway-token",
      lastTestedRestore: null,
    },
    {
      name: "Dump in another account",
      takenAt: new Date("2026-11-20T02:00:00Z"),
      failureDomain: "aws.account:backups",
      deletableBy: "backup-admin",
      lastTestedRestore: new Date("2026-10-01T00:00:00Z"),
    },
    {
      name: "Somewhere",
      takenAt: null,
      failureDomain: null,
      deletableBy: null,
      lastTestedRestore: null,
    },
  ],
  updatedAt: new Date("2026-11-02T00:00:00Z"),
};

const wipe = (given: string): Declared["artifact"] => ({
  kind: "graphql",
  content: `mutation { diskErase(${given}) }`,
});

const assess = (entry: RegisteredResource, declared: Declared = DECLARED) =>
  assessBlastRadius(declared, {
    inventory: async () =>
      new Map([[inventoryKey({ type: "railway.volume", id: "vol_8f2c" }), entry]]),
    collectors: [],
  });

describe("with the inventory alone", () => {
  it("the incident's claim is contradicted, though it was submitted for staging", async () => {
    const report = await assess(VOLUME);
    expect(report.environments).toMatchObject({ value: ["production"], assurance: "inventory" });
    expect(report.claims.slice(0, 2)).toMatchObject([
      { claim: "submitted for", said: "staging", verdict: "contradicted" },
      { claim: "environment", said: "staging", verdict: "contradicted", assurance: "inventory" },
    ]);
    expect(report.risk.level).toBe("critical");
  });

  it("copies that lie inside the target die with it, others survive, and nobody's word is no word", async () => {
    const report = await assess(VOLUME);
    const fate = (name: string) => report.recovery_points.find((point) => point.name === name);
    expect(fate("Nightly backup")).toMatchObject({
      survives: "no",
      why: "It lies inside the same volume.",
    });
    expect(fate("Dump in another account")).toMatchObject({ survives: "yes" });
    expect(fate("Somewhere")).toMatchObject({ survives: "unknown" });
  });

  it("what depends on the target is named, and answered questions are gone", async () => {
    const report = await assess(VOLUME);
    expect(report.resources.find(({ role }) => role === "dependent")).toMatchObject({
      type: "railway.service",
      id: "api",
      assurance: "inventory",
    });
    const questions = report.unknowns.map(({ what }) => what);
    expect(questions).not.toContain("Which environments does vol_8f2c belong to?");
    expect(questions).not.toContain("Is vol_8f2c really the one called pg-data-staging?");
    expect(report.resources[0]?.name).toBe("pg-data");
  });

  it("a resource in the environment it was submitted for supports the claim, and raises nothing", async () => {
    const report = await assess({
      ...VOLUME,
      environment: { slug: "staging", kind: "staging" },
    });
    expect(report.claims.find(({ claim }) => claim === "environment")).toMatchObject({
      verdict: "supported",
      assurance: "inventory",
    });
    expect(report.claims.some(({ claim }) => claim === "submitted for")).toBe(false);
  });

  it.each([
    ["railway.volume:vol_*", "no"],
    ["railway.volume:*", "no"],
    ["railway.volume_backup:vol_8f2c/nightly", "no"],
    ["railway.volume:vol_51d0", "yes"],
    ["railway.volume:vol_8f2", "yes"],
  ])("a copy in %s: %s, since what could be the target counts as it", async (domain, survives) => {
    const [point] = VOLUME.recoveryPoints;
    if (!point) throw new Error("the volume has a recovery point");
    const report = await assess({
      ...VOLUME,
      recoveryPoints: [{ ...point, failureDomain: domain }],
    });
    expect(report.recovery_points.find(({ name }) => name === point.name)?.survives).toBe(survives);
  });

  it("no copy is known to survive a request that also hits what it doesn't name", async () => {
    const report = await assess(VOLUME, {
      ...DECLARED,
      artifact: {
        kind: "graphql",
        content: 'mutation { volumeDelete(volumeId: "vol_8f2c") accountWipe }',
      },
    });
    expect(
      report.recovery_points.find(({ name }) => name === "Dump in another account")?.survives,
    ).toBe("unknown");
    expect(report.environments.bound).toBe("at_least");
  });

  it.each<[string, Declared["artifact"]]>([
    ["a call that could go by another id", wipe('id: "vol_51d0", diskId: "vol_8f2c"')],
    ["a call that could go by a name", wipe('name: "pg-main", volumeId: "vol_8f2c"')],
    ["a call that could go by a filter", wipe('volumeId: "vol_8f2c", where: { zone: "b" }')],
    ["a call whose server only repeats it", wipe('disk: "vol_51d0", clientMutationId: "vol_8f2c"')],
    ["what can't be read", { kind: "graphql", content: 'mutation { volumeDelete(id: "vol_8f2c")' }],
    ["what nothing but the declaration names", { kind: "none" }],
  ])("the declared resource's environment doesn't vouch for %s", async (_, artifact) => {
    const staging = { ...VOLUME, environment: { slug: "staging", kind: "staging" as const } };
    const { environments } = await assess(staging, { ...DECLARED, artifact });
    expect(environments.assurance === "claimed" || environments.bound === "at_least").toBe(true);
    expect(
      (await assess(staging, { ...DECLARED, artifact: wipe('id: "vol_8f2c"') })).environments,
    ).toMatchObject({ assurance: "inventory", bound: "exact" });
  });

  it("SQL that also runs what can't be seen has no certain environment, and no copy is known to survive it", async () => {
    const table = { type: "postgresql.table", id: "public.jobs" };
    const report = await assessBlastRadius(
      {
        ...DECLARED,
        action: "postgresql.row.delete",
        resource: table,
        params: {},
        artifact: {
          kind: "sql",
          dialect: "postgresql",
          content: "DELETE FROM public.jobs; DO $$ BEGIN EXECUTE 'dr' || 'op table orders'; END $$",
        },
      },
      {
        inventory: async () =>
          new Map([[inventoryKey(table), { ...VOLUME, type: table.type, pattern: table.id }]]),
        collectors: [],
      },
    );
    expect(report.environments.bound).toBe("at_least");
    expect(report.recovery_points.map(({ survives }) => survives)).not.toContain("yes");
  });

  it("a project's environment doesn't vouch for everything that goes along with the project", async () => {
    const project = { type: "railway.project", id: "prj_1" };
    const report = await assessBlastRadius(
      {
        ...DECLARED,
        action: "railway.project.delete",
        resource: project,
        params: {},
        artifact: { kind: "graphql", content: 'mutation { projectDelete(id: "prj_1") }' },
      },
      {
        inventory: async () =>
          new Map([
            [
              inventoryKey(project),
              {
                ...VOLUME,
                type: project.type,
                pattern: project.id,
                environment: { slug: "staging", kind: "staging" as const },
              },
            ],
          ]),
        collectors: [],
      },
    );
    expect(report.claims.find(({ claim }) => claim === "environment")?.verdict).toBe(
      "unverifiable",
    );
  });

  it("a pattern for many has no one's name: the agent's own stays in question", async () => {
    const report = await assess({ ...VOLUME, pattern: "vol_*", name: "All volumes" });
    expect(report.resources[0]?.name).toBe("pg-data-staging");
    expect(report.unknowns.map(({ what }) => what)).toContain(
      "Is vol_8f2c really the one called pg-data-staging?",
    );
  });
});
