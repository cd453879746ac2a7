import { describe, expect, it } from "vitest";
import { assess, kinds, questions, verdict } from "@/test/plan";

const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const DB = "aws:rds/instance:Instance";
const OUTPUTS = {
  identifier: "orders",
  skipFinalSnapshot: true,
  backupRetentionPeriod: 7,
  deleteAutomatedBackups: true,
};

interface Step {
  op: string;
  type?: string;
  name?: string;
  state?: object;
}
const preview = (steps: readonly Step[], more: object = {}) =>
  JSON.stringify({
    config: {},
    steps: steps.map(({ op, type = DB, name = "orders", state = {} }) => ({
      op,
      urn: urn(type, name),
      oldState:
        op === "create" ? undefined : { custom: true, id: name, outputs: OUTPUTS, ...state },
      newState:
        op === "delete"
          ? undefined
          : { custom: true, outputs: { ...OUTPUTS, engineVersion: "17" } },
    })),
    changeSummary: {},
    ...more,
  });

describe("a Pulumi preview", () => {
  it.each<[string, Step[], string[]]>([
    ["a delete", [{ op: "delete" }], ["delete"]],
    [
      "the steps of one replacement, which are one",
      [{ op: "create-replacement" }, { op: "replace" }, { op: "delete-replaced" }],
      ["replace"],
    ],
    ["a delete before its create", [{ op: "delete" }, { op: "create" }], ["replace"]],
    ["an update", [{ op: "update" }], ["overwrite"]],
    [
      "a create, and what stays",
      [{ op: "create" }, { op: "same", name: "b" }, { op: "refresh", name: "c" }],
      ["create"],
    ],
    ["what is kept on delete", [{ op: "delete", state: { retainOnDelete: true } }], ["detach"]],
    ["a step that nobody knows", [{ op: "vaporize" }], ["unknown"]],
    ["a component, which is only a name", [{ op: "delete", state: { custom: false } }], []],
    [
      "a command that runs on delete",
      [{ op: "delete", type: "command:local:Command" }],
      ["delete", "unknown"],
    ],
  ])("%s", async (_, steps, effects) => {
    expect(kinds(await assess(preview(steps)))).toEqual(effects);
  });

  it("knows its resources by their settings, as Terraform's", async () => {
    const report = await assess(preview([{ op: "delete" }]));
    expect(report.reversibility.value).toBe("irreversible");
    expect(report.resources[0]).toMatchObject({
      id: "orders",
      type: DB,
      stateful: true,
      assurance: "artifact",
    });
    const kept = { outputs: { ...OUTPUTS, deleteAutomatedBackups: false } };
    expect((await assess(preview([{ op: "delete", state: kept }]))).reversibility.value).toBe(
      "restorable",
    );
  });

  it("asks about types that it doesn't know", async () => {
    const report = await assess(preview([{ op: "delete", type: "acme:index:Thing" }]));
    expect(report.resources[0]?.stateful).toBeNull();
    expect(questions(report)).toContain("Does acme:index:Thing hold data?");
  });

  it("will fail on what is protected, and on errors", async () => {
    const locked = await assess(preview([{ op: "delete", state: { protect: true } }]));
    expect(locked).toMatchObject({
      outcome: "will_fail",
      resources: [{ protections: ["protect is on"] }],
    });
    const failed = await assess(
      preview([{ op: "delete" }], { diagnostics: [{ severity: "error" }] }),
    );
    expect(failed.outcome).toBe("will_fail");
  });

  it.each([
    ["prod", "supported"],
    ["acme/shop/prod", "supported"],
    ["staging", "contradicted"],
  ])("of the stack prod, declared as %s, is %s", async (id, judged) => {
    const report = await assess(preview([{ op: "delete" }]), {
      resource: { type: "pulumi.stack", id },
    });
    expect(verdict(report, "resource")?.verdict).toBe(judged);
  });

  it("of another shape isn't understood", async () => {
    expect(await assess(JSON.stringify({ steps: [{ op: 1 }] }))).toMatchObject({
      status: "failed",
      effects: [{ kind: "unknown" }],
    });
  });
});
