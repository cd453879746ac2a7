import { describe, expect, it } from "vitest";
import { db, planOf } from "@/test/plan";
import { redactPlan } from "../redact-plan";
import { planDiff } from "./diff";

const FIRST = { from: 0, count: 20 };

describe("a plan on the page", () => {
  it("shows what is destroyed first, and what changes of each", () => {
    const update = {
      type: "aws_vpc",
      name: "net",
      actions: ["update"],
      before: { a: "1", b: "2" },
      after: { a: "1", b: "3" },
    };
    const view = planDiff(
      planOf([
        { actions: ["create"], before: null, after: { x: 1 }, name: "new" },
        update,
        db(),
        { actions: ["no-op"] },
      ]),
      FIRST,
    );
    expect(view?.rows.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      "delete aws_db_instance.orders",
      "update aws_vpc.net",
      "create aws_vpc.new",
    ]);
    expect(view?.rows[1]?.members).toEqual([{ name: "b", before: "2", after: "3", hidden: false }]);
  });

  it("says of a secret that it may have changed, without showing it", () => {
    const masked = { before_sensitive: { password: true }, after_sensitive: { password: true } };
    const content = planOf([
      {
        actions: ["update"],
        before: { password: "old-old-old" },
        after: { password: "new-new-new" },
        change: masked,
      },
    ]);
    const view = planDiff(redactPlan(content), FIRST);
    expect(view?.rows[0]?.members).toMatchObject([{ name: "password", hidden: true }]);
    expect(JSON.stringify(view)).not.toMatch(/old-old|new-new/);
  });

  it("is bounded, whatever the plan's size", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`m${i}`, "x".repeat(300)]),
    );
    const view = planDiff(
      planOf(Array.from({ length: 300 }, (_, i) => ({ name: `n${i}`, before: wide }))),
      FIRST,
    );
    expect(view).toMatchObject({ hidden: 280 });
    expect(view?.rows[0]).toMatchObject({ hidden: 480 });
    expect(JSON.stringify(view).length).toBeLessThan(400_000);
  });

  it("comes in parts that make up the whole, each resource once", () => {
    const plan = planOf([...Array.from({ length: 45 }, (_, i) => ({ name: `n${i}` })), db()]);
    const parts = [0, 20, 40].map((from) => planDiff(plan, { from, count: 20 }));
    expect(parts.map((part) => part?.hidden)).toEqual([26, 6, 0]);
    const addresses = parts.flatMap((part) => part?.rows.map(({ address }) => address) ?? []);
    expect(new Set(addresses).size).toBe(46);
    expect(addresses[0]).toBe("aws_db_instance.orders");
  });

  it("tells a store from what keeps its copies", () => {
    const snapshot = { type: "aws_db_snapshot", name: "last" };
    const view = planDiff(planOf([snapshot, db(), {}]), FIRST);
    expect(view?.rows.map(({ holds }) => holds).sort()).toEqual(["copies", "data", "nothing"]);
  });

  it("isn't there for what can't be read", () => {
    expect(planDiff("{}", FIRST)).toBeNull();
  });
});
