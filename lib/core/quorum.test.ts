import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quorumProgress } from "./quorum";

const GROUPS = ["grp_a", "grp_b", "grp_c"];
const needs = fc
  .uniqueArray(fc.constantFrom(...GROUPS), { minLength: 1 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({ id: fc.constant(id), approvals: fc.integer({ min: 1, max: 3 }) }),
      ),
    ),
  );
const approvers = fc
  .array(fc.subarray(GROUPS), { maxLength: 8 })
  .map((all) => all.map((groups, i) => ({ id: `usr_${i}`, groups })));

describe("how a quorum stands", () => {
  it("is complete exactly where every set of groups has enough people among them (Hall)", () => {
    fc.assert(
      fc.property(needs, approvers, (asked, given) => {
        const hall = Array.from({ length: 2 ** asked.length }, (_, chosen) => {
          const some = asked.filter((_group, i) => (chosen >> i) & 1);
          const people = given.filter((one) => some.some(({ id }) => one.groups.includes(id)));
          return people.length >= some.reduce((sum, { approvals }) => sum + approvals, 0);
        }).every(Boolean);
        expect(quorumProgress(asked, given).complete).toBe(hall);
      }),
      { numRuns: 2000 },
    );
  });

  it("counts nobody for two, nobody for a group that isn't theirs, and none beyond the need", () => {
    fc.assert(
      fc.property(needs, approvers, (asked, given) => {
        const { received, countsFor } = quorumProgress(asked, given);
        for (const { id, approvals } of asked) {
          const counted = [...countsFor].filter(([, group]) => group === id);
          expect(received.get(id)).toBe(counted.length);
          expect(counted.length).toBeLessThanOrEqual(approvals);
        }
        for (const [who, group] of countsFor)
          expect(given.find(({ id }) => id === who)?.groups).toContain(group);
      }),
    );
  });

  it("moves whoever sits in two groups to where they are needed", () => {
    const both = { id: "usr_both", groups: ["grp_a", "grp_b"] };
    const one = { id: "usr_one", groups: ["grp_a"] };
    const asked = [
      { id: "grp_a", approvals: 1 },
      { id: "grp_b", approvals: 1 },
    ];
    expect(quorumProgress(asked, [both]).countsFor.get("usr_both")).toBe("grp_a");
    const { complete, countsFor } = quorumProgress(asked, [both, one]);
    expect(complete).toBe(true);
    expect(countsFor.get("usr_both")).toBe("grp_b");
  });
});
