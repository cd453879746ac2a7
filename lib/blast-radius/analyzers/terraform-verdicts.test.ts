import { describe, expect, it } from "vitest";
import type { Declared } from "../findings";
import { db, plan, verdict, type Entry } from "@/test/plan";

describe("the declaration against the plan", () => {
  const judged = async (
    resource: Declared["resource"],
    action: string,
    entries: Entry[],
    params = {},
  ) => {
    const report = await plan(entries, {}, { resource, action, params });
    return ["resource", "action", "params"].map((claim) => verdict(report, claim)?.verdict);
  };
  const orders = { type: "aws_db_instance", id: "orders" };
  it.each<[string, Declared["resource"], string, Entry[], unknown[]]>([
    [
      "by its provider's id",
      orders,
      "aws.db.delete",
      [db()],
      ["supported", "supported", undefined],
    ],
    [
      "by its address",
      { type: "aws_db_instance", id: "aws_db_instance.orders" },
      "terraform.destroy",
      [db()],
      ["supported", "supported", undefined],
    ],
    [
      "by its module",
      { type: "terraform.module", id: "module.a" },
      "terraform.destroy",
      [db({}, { address: "module.a.aws_db_instance.x" })],
      ["supported", "supported", undefined],
    ],
    [
      "more than its module",
      { type: "terraform.module", id: "module.a" },
      "terraform.destroy",
      [db({}, { address: "module.a.aws_db_instance.x" }), {}],
      ["contradicted", "supported", undefined],
    ],
    [
      "another resource",
      { ...orders, id: "other" },
      "aws.db.delete",
      [db()],
      ["contradicted", "supported", undefined],
    ],
    [
      "one more resource",
      orders,
      "aws.db.delete",
      [db(), {}],
      ["contradicted", "supported", undefined],
    ],
    [
      "the id of another type",
      { type: "aws_s3_bucket", id: "orders" },
      "aws.s3.delete",
      [db()],
      ["contradicted", "supported", undefined],
    ],
    [
      "a workspace, which no plan names",
      { type: "terraform.workspace", id: "prod" },
      "terraform.apply",
      [db()],
      ["unverifiable", "supported", undefined],
    ],
    [
      "a creation that 'destroy' doesn't say",
      orders,
      "terraform.destroy",
      [db(), { actions: ["create"], before: null, after: {} }],
      ["contradicted", "contradicted", undefined],
    ],
    [
      "a deletion that 'update' doesn't say",
      orders,
      "aws.db.replace",
      [db()],
      ["supported", "contradicted", undefined],
    ],
    [
      "an action that says nothing",
      orders,
      "aws.db.tidy",
      [db()],
      ["supported", "unverifiable", undefined],
    ],
    ["nothing at all", orders, "aws.db.delete", [], ["contradicted", "contradicted", undefined]],
  ])("%s", async (_, resource, action, entries, verdicts) => {
    expect(await judged(resource, action, entries)).toEqual(verdicts);
  });

  it("a target that the plan goes beyond is contradicted", async () => {
    const targets = { targets: ["aws_db_instance.orders"] };
    expect((await judged(orders, "terraform.apply", [db()], targets))[2]).toBeUndefined();
    expect((await judged(orders, "terraform.apply", [db(), {}], targets))[2]).toBe("contradicted");
  });
});
