import fc from "fast-check";
import { expect, it } from "vitest";
import type { OperationRow } from "@/lib/contract/review";
import { foldAlike } from "./alike";

const row = (id: number, change: { agent: string; risk: string; action: string }): OperationRow =>
  ({
    id: `op_${id}`,
    agent: { id: change.agent, name: change.agent },
    action: change.action,
    environment: { slug: "production", kind: "production" },
    risk: change.risk,
    resource: { type: "railway.volume", id: `vol_${id}`, name: null },
  }) as OperationRow;

const rows = fc
  .array(
    fc.record({
      agent: fc.constantFrom("a", "b"),
      risk: fc.constantFrom("low", "critical"),
      action: fc.constantFrom("x.delete", "x.stop"),
    }),
    { maxLength: 30 },
  )
  .map((made) => made.map((one, i) => row(i, one)));

it("every request is in exactly one place, and a fold holds only what is alike", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const entries = foldAlike(all);
      const ids = entries.flatMap((entry) =>
        entry.kind === "one" ? [entry.row.id] : entry.rows.map(({ id }) => id),
      );
      expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      for (const entry of entries)
        if (entry.kind === "alike") {
          expect(entry.rows.length).toBeGreaterThanOrEqual(3);
          expect(
            new Set(entry.rows.map((one) => `${one.agent.id} ${one.risk} ${one.action}`)).size,
          ).toBe(1);
        }
    }),
  );
});

it("two of a kind aren't folded", () => {
  const alike = { agent: "a", risk: "low", action: "x.delete" };
  expect(foldAlike([row(1, alike), row(2, alike)]).map(({ kind }) => kind)).toEqual(["one", "one"]);
});
