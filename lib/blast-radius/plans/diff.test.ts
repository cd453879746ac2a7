import { describe, expect, it } from "vitest";
import { db, planOf } from "@/test/plan";
import { redactPlan } from "../redact-plan";
import { planDiff } from "./diff";

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
    const view = planDiff(redactPlan(content));
    expect(view?.rows[0]?.members).toMatchObject([{ name: "password", hidden: true }]);
    expect(JSON.stringify(view)).not.toMatch(/old-old|new-new/);
  });

  it("is bounded, whatever the plan's size", () => {
    const wide = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`m${i}`, "x".repeat(300)]),
    );
    const view = planDiff(
      planOf(Array.from({ length: 300 }, (_, i) => ({ name: `n${i}`, before: wide }))),
    );
    expect(view).toMatchObject({ hidden: 250 });
    expect(view?.rows[0]).toMatchObject({ hidden: 480 });
    expect(JSON.stringify(view).length).toBeLessThan(400_000);
  });

  it("isn't there for what can't be read", () => {
    expect(planDiff("{}")).toBeNull();
  });
});
