import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { redactPlan } from "@/lib/blast-radius/redact-plan";
import { assess } from "@/test/plan";

const PLANS = path.resolve(import.meta.dirname, "../../../shared/corpora/terraform");

interface Change {
  change: { actions: string[]; before: unknown; after: unknown };
}

describe.skipIf(!existsSync(PLANS))("plans of others (skipped where they are absent)", () => {
  const plans = existsSync(PLANS) ? readdirSync(PLANS) : [];

  it.each(plans)(
    "%s is understood, and so is its inversion: each creation a deletion",
    async (file) => {
      const content = readFileSync(path.join(PLANS, file), "utf8");
      expect((await assess(content)).status).not.toBe("failed");
      expect(redactPlan(redactPlan(content))).toBe(redactPlan(content));

      const plan = JSON.parse(content.replace(/^\ufeff/, "")) as { resource_changes: Change[] };
      const created = plan.resource_changes.filter(
        ({ change }) => change.actions.join() === "create",
      );
      for (const { change } of created)
        Object.assign(change, { actions: ["delete"], before: change.after, after: null });
      const inverted = await assess(JSON.stringify({ ...plan, resource_changes: created }));
      // Data that is left behind by its own setting is only let go of; a test of ours says when.
      const gone = inverted.effects.filter(({ kind }) => kind === "delete" || kind === "detach");
      expect(gone).toHaveLength(created.length);
      expect(inverted.totals.resources.value).toBe(created.length);
    },
  );
});
