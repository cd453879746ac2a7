import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { DB, db, kinds, plan, type Entry } from "@/test/plan";

describe("what is left of a store", () => {
  it.each<[string, Entry, BlastRadius["reversibility"]["value"], ("yes" | "no" | "unknown")[]]>([
    [
      "nothing, and of a snapshot that is never taken there is nothing to lose",
      db(),
      "irreversible",
      ["no"],
    ],
    [
      "a final snapshot",
      db({ skip_final_snapshot: false, final_snapshot_identifier: "last" }),
      "restorable",
      ["yes", "no"],
    ],
    [
      "a final snapshot without a name",
      db({ skip_final_snapshot: false }),
      "unknown",
      ["unknown", "no"],
    ],
    ["automated backups", db({ delete_automated_backups: false }), "restorable", ["yes"]],
    [
      "no automated backups, since none are made",
      db({ backup_retention_period: 0, delete_automated_backups: false }),
      "irreversible",
      [],
    ],
    [
      "nobody knows: settings are missing",
      db({ skip_final_snapshot: null, delete_automated_backups: null }),
      "unknown",
      ["unknown", "unknown"],
    ],
    [
      "nobody knows: settings are redacted",
      db({}, { change: { before_sensitive: true } }),
      "unknown",
      [],
    ],
    [
      "nothing of a replaced one either",
      db({}, { actions: ["create", "delete"], after: DB }),
      "irreversible",
      ["no"],
    ],
    [
      "nothing of a deposed one either",
      db({}, { more: { deposed: "ab12" } }),
      "irreversible",
      ["no"],
    ],
    [
      "all of a bucket that must be empty",
      { type: "aws_s3_bucket", before: { force_destroy: false } },
      "rebuildable",
      [],
    ],
    [
      "nothing of a bucket that needn't",
      { type: "aws_s3_bucket", before: { force_destroy: true, versioning: [{ enabled: true }] } },
      "irreversible",
      ["no"],
    ],
    [
      "a table's backup of the last days",
      { type: "aws_dynamodb_table", before: { point_in_time_recovery: [{ enabled: true }] } },
      "restorable",
      ["yes"],
    ],
    [
      "nothing of a table without",
      { type: "aws_dynamodb_table", before: { point_in_time_recovery: [{ enabled: false }] } },
      "irreversible",
      [],
    ],
    [
      "a key for its window",
      { type: "aws_kms_key", before: { deletion_window_in_days: 30 } },
      "soft_delete_window",
      [],
    ],
    [
      "nothing of a secret without one",
      { type: "aws_secretsmanager_secret", before: { recovery_window_in_days: 0 } },
      "irreversible",
      [],
    ],
    [
      "a volume's storage",
      {
        type: "kubernetes_persistent_volume",
        before: { spec: [{ persistent_volume_reclaim_policy: "Retain" }] },
      },
      "restorable",
      ["yes"],
    ],
    [
      "nobody knows, of a final snapshot whose name is empty",
      db({ skip_final_snapshot: false, final_snapshot_identifier: "" }),
      "unknown",
      ["unknown", "no"],
    ],
    [
      "nobody knows, of a final snapshot that isn't plainly asked for",
      db({ skip_final_snapshot: "false", final_snapshot_identifier: "last" }),
      "unknown",
      ["unknown", "no"],
    ],
    [
      "nobody knows, of automated backups of days that can't be",
      db({ delete_automated_backups: false, backup_retention_period: -1 }),
      "unknown",
      ["unknown"],
    ],
    [
      "nobody knows, of a key's window that can't be",
      { type: "aws_kms_key", before: { deletion_window_in_days: 9999 } },
      "unknown",
      [],
    ],
    [
      "nobody knows, of a machine of which only some disks stay",
      {
        type: "aws_instance",
        before: {
          root_block_device: [{ delete_on_termination: false }],
          ebs_block_device: [{ delete_on_termination: false }, { delete_on_termination: true }],
        },
      },
      "unknown",
      [],
    ],
    [
      "a machine's disks, where all of them stay",
      {
        type: "aws_instance",
        before: {
          root_block_device: [{ delete_on_termination: false }],
          ebs_block_device: [{ delete_on_termination: false }],
        },
      },
      "restorable",
      ["yes"],
    ],
    [
      "nobody knows, of backups that would stay and aren't made",
      {
        type: "google_sql_database_instance",
        before: {
          settings: [
            { retain_backups_on_delete: true, backup_configuration: [{ enabled: false }] },
          ],
        },
      },
      "unknown",
      [],
    ],
    [
      "nothing of a machine, whose force_destroy isn't about what it holds",
      { type: "aws_instance", before: { force_destroy: false, disable_api_termination: true } },
      "irreversible",
      [],
    ],
    [
      "nobody knows, of a type whose force_delete may mean anything",
      { type: "acme_thing", before: { force_delete: false } },
      "unknown",
      [],
    ],
    ["nobody knows, of a type that is unknown", { type: "acme_thing" }, "unknown", []],
    ["the configuration, of what holds no data", { type: "aws_vpc" }, "rebuildable", []],
  ])("%s", async (_, change, reversibility, survives) => {
    const report = await plan([change]);
    expect(report.reversibility.value, report.reversibility.because).toBe(reversibility);
    expect(report.recovery_points.map((point) => point.survives).sort()).toEqual(
      [...survives].sort(),
    );
  });

  it.each<[string, Entry[], number | null]>([
    ["a key, its window", [{ type: "aws_kms_key", before: { deletion_window_in_days: 7 } }], 7],
    [
      "a table, the provider's own backup",
      [{ type: "aws_dynamodb_table", before: { point_in_time_recovery: [{ enabled: true }] } }],
      35,
    ],
    [
      "automated backups, the last of which may be a day old",
      [db({ delete_automated_backups: false, backup_retention_period: 7 })],
      6,
    ],
    [
      "a final snapshot, without an end",
      [db({ skip_final_snapshot: false, final_snapshot_identifier: "last" })],
      null,
    ],
    [
      "two keys, the shorter window",
      [
        { type: "aws_kms_key", name: "a", before: { deletion_window_in_days: 30 } },
        { type: "aws_kms_key", name: "b", before: { deletion_window_in_days: 7 } },
      ],
      7,
    ],
    ["nothing, what is gone at once", [db()], null],
  ])("says until when it can be brought back: %s", async (_, changes, days) => {
    const { computed_at: at, reversibility } = await plan(changes);
    const end = days === null ? null : new Date(Date.parse(at) + days * 86_400_000).toISOString();
    expect(reversibility.until, reversibility.because).toBe(end);
  });

  it("says why no final snapshot is left, and doesn't list one that is never taken", async () => {
    const report = await plan([db()]);
    expect(report.recovery_points.map(({ name }) => name).join()).not.toMatch(/final snapshot/i);
    expect(report.reversibility.because).toContain("No final snapshot is taken");
    expect(report.headline).toContain("and a copy of it too");
  });

  const snapshot: Entry = {
    type: "aws_db_snapshot",
    name: "weekly",
    before: { db_instance_identifier: "orders", snapshot_create_time: "2026-11-20T00:00:00Z" },
  };

  it("a snapshot that goes with its database in the same plan is flagged", async () => {
    const report = await plan([db(), snapshot]);
    expect(report.recovery_points).toContainEqual(
      expect.objectContaining({
        name: "aws_db_snapshot.weekly",
        survives: "no",
        taken_at: "2026-11-20T00:00:00.000Z",
        why: expect.stringContaining("together with aws_db_instance.orders"),
      }),
    );
    expect(kinds(report)).toContain("recovery_removal");
    expect(report.headline).toContain("copies of it too");
    expect(report.risk.level).toBe("critical");
  });

  it.each([
    ["of the plan", [{ ...snapshot, actions: ["no-op"] }], {}],
    [
      "of the prior state",
      [],
      {
        prior_state: {
          values: {
            root_module: {
              child_modules: [
                {
                  resources: [
                    {
                      mode: "managed",
                      address: "aws_db_snapshot.weekly",
                      type: "aws_db_snapshot",
                      values: snapshot.before,
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    ],
  ])("a snapshot that stays, %s, is a way back", async (_, entries, more) => {
    const report = await plan([db(), ...entries], more);
    expect(
      report.recovery_points.find(({ name }) => name === "aws_db_snapshot.weekly")?.survives,
    ).toBe("yes");
    expect(report.reversibility.value).toBe("restorable");
  });

  it("two ids that are both redacted are not the same", async () => {
    const hidden = {
      before_sensitive: { identifier: true, db_instance_identifier: true, id: true, arn: true },
    };
    const report = await plan([
      db({}, { change: hidden }),
      {
        ...snapshot,
        before: { db_instance_identifier: "other-database" },
        change: hidden,
        actions: ["no-op"],
      },
    ]);
    expect(report.recovery_points.every(({ survives }) => survives === "no")).toBe(true);
  });

  it.each<[string, Entry[], object]>([
    ["another store", [{ type: "aws_efs_file_system" }], {}],
    ["what may be one", [{ type: "acme_thing" }], {}],
    ["what is run", [], { action_invocations: [{ address: "x" }] }],
  ])("a copy of one store is none of %s", async (_, others, more) => {
    const saved = db({ skip_final_snapshot: false, final_snapshot_identifier: "last" });
    expect((await plan([saved])).risk.level).toBe("high");
    expect((await plan([saved, ...others], more)).risk.level).toBe("critical");
  });
});

it("one more deletion never lowers the risk", async () => {
  const bool = fc.constantFrom(true, false, null);
  const entries = fc.record({
    type: fc.constantFrom(
      "aws_db_instance",
      "aws_s3_bucket",
      "aws_vpc",
      "acme_thing",
      "aws_kms_key",
      "aws_dynamodb_table",
      "aws_db_snapshot",
      "helm_release",
      "aws_iam_role",
    ),
    name: fc.constantFrom("a", "b", "c"),
    actions: fc.constantFrom(
      ["delete"],
      ["delete", "create"],
      ["create"],
      ["update"],
      ["forget"],
      ["no-op"],
      ["odd"],
    ),
    before: fc.record({
      skip_final_snapshot: bool,
      final_snapshot_identifier: fc.constantFrom("last", null),
      delete_automated_backups: bool,
      backup_retention_period: fc.constantFrom(0, 7, null),
      force_destroy: bool,
      deletion_window_in_days: fc.constantFrom(0, 7),
      identifier: fc.constantFrom("x", "y"),
      db_instance_identifier: fc.constantFrom("x", "y"),
    }),
    after: fc.constantFrom({ backup_retention_period: 0 }, { force_destroy: true }, null),
  });
  const kind = fc.constantFrom("production" as const, "staging" as const, "development" as const);
  const LEVELS = ["low", "medium", "high", "critical"];
  await fc.assert(
    fc.asyncProperty(
      fc.array(entries, { maxLength: 4 }),
      entries,
      kind,
      fc.boolean(),
      async (some, one, environment, runs) => {
        const added = { ...one, name: "added", actions: ["delete"] };
        const change = { environment: { slug: environment, kind: environment } };
        const more = runs ? { action_invocations: [{ address: "x" }] } : {};
        // Of an empty plan the declaration is contradicted, which is a risk of its own.
        const base = [...some, { actions: ["update"], before: { a: 1 }, after: { a: 2 } }];
        const [before, after] = [
          await plan(base, more, change),
          await plan([...base, added], more, change),
        ];
        const level = (report: BlastRadius) => LEVELS.indexOf(report.risk.level);
        expect(level(after)).toBeGreaterThanOrEqual(level(before));
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
