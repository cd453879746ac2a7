import { describe, expect, it } from "vitest";
import { LISTED_MAX } from "../findings";
import { assess, DB, db, kinds, plan, planOf, questions, verdict, type Entry } from "@/test/plan";

describe("every action has its effect", () => {
  it.each<[string[], string[]]>([
    [["delete"], ["delete"]],
    [["delete", "create"], ["replace"]],
    [["create", "delete"], ["replace"]],
    [["forget"], ["detach"]],
    [["create", "forget"], ["detach"]],
    [["update"], ["overwrite"]],
    [["create"], ["create"]],
    [["read"], []],
    [["no-op"], []],
    [["vaporize"], ["unknown"]],
    [["no-op", "delete"], ["delete"]],
  ])("%j is %j", async (actions, effects) => {
    const report = await plan([
      { type: "aws_vpc", actions, before: { cidr: "a" }, after: { cidr: "b" } },
    ]);
    expect(kinds(report)).toEqual(effects);
    expect(report.totals.resources).toMatchObject({ value: effects.length, assurance: "artifact" });
  });

  it("labels alone are no effect; a label beside something hidden is", async () => {
    const change = {
      actions: ["update"],
      before: { tags: { a: "1" }, x: "q" },
      after: { tags: { a: "2" }, x: "q" },
    };
    expect(kinds(await plan([change]))).toEqual([]);
    const hidden = {
      ...change,
      change: { before_sensitive: { x: true }, after_sensitive: { x: true } },
    };
    expect(kinds(await plan([hidden]))).toEqual(["overwrite"]);
  });

  it.each<[string, Entry, string[]]>([
    [
      "deleting a role takes access away",
      { type: "aws_iam_role" },
      ["delete", "permission_change"],
    ],
    [
      "making an authoritative binding takes the place of others",
      { type: "google_project_iam_policy", actions: ["create"], before: null, after: {} },
      ["permission_change"],
    ],
    [
      "what hands work on does something unknown",
      { type: "helm_release", actions: ["create"], before: null, after: {} },
      ["unknown"],
    ],
    [
      "a record that may overwrite does",
      {
        type: "aws_route53_record",
        actions: ["create"],
        before: null,
        after: { allow_overwrite: true },
      },
      ["overwrite"],
    ],
    [
      "what is left behind is only let go of",
      { type: "aws_cloudwatch_log_group", before: { skip_destroy: true } },
      ["detach"],
    ],
    [
      "deleting a snapshot removes what a recovery needs",
      { type: "aws_db_snapshot" },
      ["delete", "recovery_removal"],
    ],
    [
      "fewer days of backups remove some",
      db({}, { actions: ["update"], after: { ...DB, backup_retention_period: 1 } }),
      ["recovery_removal", "overwrite"],
    ],
    [
      "versioning that is suspended",
      {
        type: "aws_s3_bucket_versioning",
        actions: ["update"],
        before: { versioning_configuration: [{ status: "Enabled" }] },
        after: { versioning_configuration: [{ status: "Suspended" }] },
      },
      ["recovery_removal", "overwrite"],
    ],
  ])("%s", async (_, change, effects) => {
    expect(kinds(await plan([change]))).toEqual(effects);
  });

  it("provisioners and actions run what the plan doesn't show", async () => {
    const report = await plan(
      [
        {
          type: "null_resource",
          actions: ["create"],
          before: null,
          after: {},
          address: 'module.a["x"].null_resource.main[0]',
        },
      ],
      {
        action_invocations: [{ address: "action.aws_lambda_invoke.x" }],
        configuration: {
          root_module: {
            module_calls: {
              a: {
                module: {
                  resources: [
                    { address: "null_resource.main", provisioners: [{ type: "local-exec" }] },
                  ],
                },
              },
            },
          },
        },
      },
    );
    expect(kinds(report)).toEqual(["unknown", "unknown", "create"]);
    expect(questions(report)).toContain("local-exec of module.a.null_resource.main");
    expect(report.risk.level).toBe("critical");
  });
});

describe("a report on a plan", () => {
  it("rests on the agent's file, and every fact says so", async () => {
    const content = planOf([db(), { type: "aws_vpc" }]);
    const report = await assess(content, { claims: { resources: 2, reversible: true } });
    expect(JSON.stringify(report)).not.toContain('"parsed"');
    expect(report.evidence.find(({ id }) => id === "artifact")).toMatchObject({
      source: "artifact",
      tool: expect.stringContaining("1.13.0"),
    });
    expect(verdict(report, "resources")).toMatchObject({
      verdict: "supported",
      assurance: "artifact",
    });
    expect(verdict(report, "reversible")).toMatchObject({
      verdict: "contradicted",
      assurance: "artifact",
    });
  });

  it("names what the provider would refuse to delete", async () => {
    const report = await plan([db({ deletion_protection: true })]);
    expect(report.resources[0]?.protections).toEqual(["deletion_protection is on"]);
    expect(report.reversibility.value).toBe("irreversible");
  });

  it("puts what holds data first, and is bounded while its totals are exact", async () => {
    const many = Array.from({ length: 500 }, (_, i): Entry => ({ type: "aws_vpc", name: `n${i}` }));
    const report = await plan([...many, db()]);
    expect(report.resources[0]?.type).toBe("aws_db_instance");
    expect(report.resources).toHaveLength(LISTED_MAX);
    expect(report.effects).toHaveLength(LISTED_MAX);
    expect(report.totals).toMatchObject({
      truncated: true,
      resources: { value: 501, bound: "exact" },
      by_type: [{ count: 1 }, { type: "aws_vpc", count: 500 }],
    });
  });

  it("takes tags and names for hints, never for facts", async () => {
    const report = await plan(
      [db({ tags: { Environment: "production" } })],
      {},
      { environment: { slug: "staging", kind: "staging" }, claims: { environment: "production" } },
    );
    expect(report.environments).toMatchObject({ value: ["staging"], assurance: "claimed" });
    expect(report.unknowns.find(({ what }) => what.includes("belong to staging"))?.why).toContain(
      "production (1); a hint is no proof",
    );
    expect(verdict(report, "environment")?.verdict).toBe("contradicted"); // by the submission itself
  });

  it.each<[string, object, string]>([
    ["isn't complete", { complete: false }, "What else is to change?"],
    ["puts changes off", { deferred_changes: [{}] }, "What else is to change?"],
    ["is old", { timestamp: "2026-11-01T00:00:00Z" }, "Is the plan still true?"],
    [
      "found drift",
      { resource_drift: [{ address: "aws_vpc.main" }] },
      "What else was changed by hand?",
    ],
  ])("says that the plan %s", async (_, more, question) => {
    expect(questions(await plan([{}], more))).toContain(question);
  });

  it("says that an errored plan will fail", async () => {
    expect(await plan([{}], { errored: true })).toMatchObject({
      outcome: "will_fail",
      effects: [{ kind: "delete" }],
    });
  });

  it("asks what else lives in what holds others", async () => {
    const report = await plan([{ type: "azurerm_resource_group" }]);
    expect(questions(report)).toContain("What else lives in azurerm_resource_group.main?");
    expect(report.totals.resources.bound).toBe("at_least");
  });

  it("tells what was moved, imported, deposed, and what forced a replacement", async () => {
    const report = await plan([
      {
        actions: ["delete", "create"],
        change: { replace_paths: [["cidr_block"]], importing: { id: "x" } },
        more: { previous_address: "aws_vpc.old", deposed: "ab12" },
      },
    ]);
    expect(report.resources[0]).toMatchObject({
      name: "aws_vpc.main (deposed ab12)",
      via: "replaced for cidr_block; moved from aws_vpc.old; imported by this plan; left over from an earlier replacement",
    });
  });

  it("holds nothing that the plan calls secret", async () => {
    const secret = "s3cret-identifier";
    const report = await plan([
      db(
        { identifier: secret, tags: { env: secret } },
        {
          address: `aws_db_instance.orders["${secret}"]`,
          change: { before_sensitive: { identifier: true } },
        },
      ),
    ]);
    expect(JSON.stringify(report)).not.toContain(secret);
  });
});

describe("what isn't a plan that we know is not understood, and never harmless", () => {
  it.each([
    ["another major format", JSON.stringify({ format_version: "2.0", resource_changes: [] })],
    ["no format", JSON.stringify({ resource_changes: [] })],
    ["a state", JSON.stringify({ format_version: "1.0", values: {} })],
    [
      "changes of another shape",
      JSON.stringify({ format_version: "1.0", resource_changes: [{ address: 1 }] }),
    ],
    ["an empty list of actions", planOf([{ actions: [] }])],
    ["text", "Plan: 0 to add, 0 to change, 0 to destroy."],
    ["a member twice", '{"format_version":"1.0","resource_changes":[],"resource_changes":[]}'],
    [
      "nesting",
      `{"format_version":"1.0","resource_changes":${"[".repeat(5000)}${"]".repeat(5000)}}`,
    ],
    ["nothing", "null"],
  ])("%s", async (_, content) => {
    const report = await assess(content);
    expect(report).toMatchObject({
      status: "failed",
      effects: [{ kind: "unknown" }],
      totals: { resources: { value: null } },
      risk: { level: "critical" },
    });
  });
});
