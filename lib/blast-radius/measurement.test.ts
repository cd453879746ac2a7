import { expect, it } from "vitest";
import { assessBlastRadius } from "./assess";
import type { Declared } from "./findings";
import { inventoryKey, type RegisteredResource } from "./inventory";
import type { Measurement } from "./measurement";

const NOW = new Date("2026-11-24T14:02:11Z");
const TABLE = { type: "postgresql.table", id: "shop.orders" };
const DECLARED: Declared = {
  operationDigest: `sha-256:${"9f86d081".repeat(8)}`,
  environment: { slug: "staging", kind: "staging" },
  action: "postgresql.row.delete",
  resource: TABLE,
  params: {},
  artifact: { kind: "sql", dialect: "postgresql", content: "DELETE FROM shop.orders" },
  claims: {},
  now: NOW,
};
const ORDERS: RegisteredResource = {
  ...TABLE,
  id: "inv_1",
  pattern: TABLE.id,
  name: null,
  environment: { slug: "production", kind: "production" },
  criticality: "critical",
  stateful: true,
  owner: null,
  dependents: [],
  recoveryPoints: [],
  updatedAt: NOW,
};
const IN_STAGING: Measurement = {
  resources: [],
  targets: null,
  figures: {},
  outcome: null,
  environments: {
    value: ["staging"],
    bound: "exact",
    assurance: "observed",
    evidence: ["con_1"],
    as_of: NOW.toISOString(),
  },
  reversibility: null,
  headline: null,
  verdicts: [],
  answered: [],
  unknowns: [],
  evidence: [],
};

it("a database that was measured doesn't move what is registered elsewhere into its environment", async () => {
  const report = await assessBlastRadius(DECLARED, {
    inventory: async () => new Map([[inventoryKey(TABLE), ORDERS]]),
    collectors: [async () => IN_STAGING],
  });
  expect(report.environments).toMatchObject({ value: ["staging", "production"] });
  expect(report.environments.evidence).toEqual(
    expect.arrayContaining(["con_1", "inventory-inv_1"]),
  );
});

it("what was measured is still what was registered", async () => {
  const [resource] = (
    await assessBlastRadius(DECLARED, { inventory: async () => new Map(), collectors: [] })
  ).resources;
  if (!resource) throw new Error("it names a table");
  const report = await assessBlastRadius(DECLARED, {
    inventory: async () => new Map([[inventoryKey(TABLE), ORDERS]]),
    collectors: [
      async () => ({
        ...IN_STAGING,
        resources: [{ ...resource, assurance: "observed", evidence: ["con_1"] }],
      }),
    ],
  });
  expect(report.resources).toMatchObject([
    { id: TABLE.id, assurance: "observed", evidence: expect.arrayContaining(["inventory-inv_1"]) },
  ]);
});
