import { bench, describe } from "vitest";
import { analyzePlan } from "@/lib/blast-radius/analyzers/terraform";
import { composeReport } from "@/lib/blast-radius/report";
import { redactPlan } from "@/lib/blast-radius/redact-plan";
import { planDiff } from "@/lib/blast-radius/plans/diff";
import { planOf } from "@/test/plan";
import { incident } from "@/test/seed";

// npx vitest bench --run --project=unit bench/plan.bench.ts
const ACTIONS = ["delete", "create", "update", "no-op"];
const content = planOf(
  Array.from({ length: 20_000 }, (_, i) => ({
    type: "aws_s3_bucket",
    address: `aws_s3_bucket.b[${i}]`,
    actions: [ACTIONS[i % 4] ?? ""],
    before: { id: `b-${i}`, force_destroy: true },
    after: { id: `b-${i}`, force_destroy: false },
  })),
);
const { environment: _, ...asked } = incident();
const declared = {
  ...asked,
  operationDigest: `sha-256:${"0".repeat(64)}`,
  environment: { slug: "production", kind: "production" as const },
  artifact: { kind: "terraform_plan" as const, content },
  now: new Date(),
};

const RUNS = { iterations: 10, time: 0, warmupIterations: 3, warmupTime: 0 };

describe(`a plan of 20,000 resources, ${(content.length / 2 ** 20).toFixed(1)} MiB`, () => {
  bench(
    "read, and its report (at most 300 ms)",
    () => {
      composeReport(declared, analyzePlan(declared, content));
    },
    RUNS,
  );
  bench(
    "redacted, to be stored",
    () => {
      redactPlan(content);
    },
    RUNS,
  );
  bench(
    "shown",
    () => {
      planDiff(content, { from: 0, count: 20 });
    },
    RUNS,
  );
});
