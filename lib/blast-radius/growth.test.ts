import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import { REVERSIBILITIES } from "@/lib/core/impact";
import { canBeRemeasured, growthOf } from "./growth";

const AT = "2026-11-24T14:02:11.000Z";
const count = (value: number | null): CountFact => ({
  value,
  bound: value === null ? "unknown" : "exact",
  assurance: "observed",
  evidence: [],
  as_of: AT,
});

function report(change: {
  deleted?: number | null;
  tables?: readonly string[];
  reversibility?: BlastRadius["reversibility"]["value"];
  survivors?: readonly string[];
  environments?: readonly string[];
}): BlastRadius {
  const { deleted = 100, tables = ["a"], reversibility = "restorable" } = change;
  return {
    resources: tables.map((id) => ({ type: "postgresql.table", id, role: "cascade" })),
    totals: {
      records_deleted: count(deleted),
      records_modified: count(null),
      bytes: count(0),
      truncated: false,
    },
    environments: { value: [...(change.environments ?? ["production"])] },
    reversibility: { value: reversibility, until: null, because: "" },
    recovery_points: (change.survivors ?? []).map((name) => ({ name, survives: "yes" })),
    evidence: [],
  } as unknown as BlastRadius;
}

describe("growth since the approval", () => {
  it.each([
    ["the same", {}, {}, 0],
    ["less", {}, { deleted: 1 }, 0],
    ["10 % more", {}, { deleted: 110 }, 0],
    ["more than 10 %", {}, { deleted: 111 }, 1],
    ["from nothing", { deleted: 0 }, { deleted: 1 }, 1],
    ["what was unknown and is known", { deleted: null }, { deleted: 9 }, 0],
    ["what was known and can't be counted", {}, { deleted: null }, 1],
    ["another table", {}, { tables: ["a", "b"] }, 1],
    ["a table less", { tables: ["a", "b"] }, {}, 0],
    ["harder to undo", {}, { reversibility: "irreversible" }, 1],
    ["easier to undo", {}, { reversibility: "reversible" }, 0],
    ["a copy that is gone", { survivors: ["x", "y"] }, { survivors: ["y"] }, 1],
    ["another environment", { environments: ["staging"] }, {}, 1],
  ] as const)("%s", (_, approved, now, reasons) => {
    expect(growthOf(report(approved), report(now), 10)).toHaveLength(reasons);
  });

  it("is never hidden by something else that got better", () => {
    const change = fc.record({
      deleted: fc.nat(1000),
      tables: fc.uniqueArray(fc.constantFrom("a", "b", "c")),
      reversibility: fc.constantFrom(...REVERSIBILITIES),
    });
    fc.assert(
      fc.property(change, change, (approved, now) => {
        const grew = growthOf(report(approved), report(now), 10).length > 0;
        const worse =
          now.deleted > approved.deleted * 1.1 ||
          now.tables.some((table) => !approved.tables.includes(table)) ||
          REVERSIBILITIES.indexOf(now.reversibility) >
            REVERSIBILITIES.indexOf(approved.reversibility);
        expect(grew).toBe(worse);
      }),
    );
  });

  it("is looked for only where something was seen or registered", () => {
    expect(canBeRemeasured(report({}))).toBe(false);
    const seen = { ...report({}), evidence: [{ source: "observed" }] } as unknown as BlastRadius;
    expect(canBeRemeasured(seen)).toBe(true);
  });
});
