import { describe, expect, it } from "vitest";
import { declaredAs } from "@/test/artifact";
import { analyze } from "./analyzers/analyze";
import { combine } from "./combine";
import { countFact } from "./facts";
import type { Findings } from "./findings";

const declared = declaredAs({ kind: "none" }, { resource: { type: "file", id: "a" } });
const part = async (content: string, change: Partial<Findings> = {}): Promise<Findings> => ({
  ...(await analyze({ ...declared, artifact: { kind: "shell", content } })),
  ...change,
});
const rows = (value: number, bound: "exact" | "at_least" = "exact") => {
  const none = countFact(0, "exact", { assurance: "observed", evidence: [], at: declared.now });
  const counted = countFact(value, bound, {
    assurance: "observed",
    evidence: ["artifact"],
    at: declared.now,
  });
  return { figures: { records_deleted: counted, records_modified: none, bytes: none } };
};

describe("several parts", () => {
  it("keep every effect, resource and question, and take the worst of the rest", async () => {
    const whole = combine(declared, [await part("rm a"), await part("systemctl stop b")]);
    expect(whole.effects.map(({ kind }) => kind)).toEqual(["delete", "stop"]);
    expect(whole.resources.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(whole.reversibility?.value).toBe("irreversible");
    expect(whole.verdicts.find(({ claim }) => claim === "resource")?.verdict).toBe("contradicted");
    expect(whole.sql).toBeNull();
  });

  it("count only what all of them counted", async () => {
    const counted = async (one: object, two: object) =>
      combine(declared, [await part("rm a", one), await part("rm b", two)]).figures.records_deleted;
    expect(await counted(rows(2), rows(3))).toMatchObject({ value: 5, bound: "exact" });
    expect(await counted(rows(2), rows(3, "at_least"))).toMatchObject({
      value: 5,
      bound: "estimate",
    });
    expect(await counted(rows(2), {})).toMatchObject({ value: null, bound: "unknown" });
  });

  it("aren't blurred by a part that does nothing", async () => {
    const whole = combine(declared, [await part("rm a", rows(2)), await part("ls")]);
    expect(whole.figures.records_deleted).toMatchObject({ value: 2, bound: "exact" });
    expect(whole.targets).toEqual({ count: 1, bound: "exact" });
    expect(whole.verdicts.find(({ claim }) => claim === "resource")?.verdict).toBe("supported");
  });

  it("point at the evidence of their own analyzer", async () => {
    const whole = combine(declared, [await part("rm a"), await part("rm b", rows(2))]);
    expect(whole.evidence.map(({ id }) => id)).toEqual(["artifact", "part-2-artifact"]);
    expect(whole.effects.map(({ evidence }) => evidence)).toEqual([
      ["artifact"],
      ["part-2-artifact"],
    ]);
  });
});
