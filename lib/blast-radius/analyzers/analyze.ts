import type { Artifact } from "@/lib/contract/operation";
import type { Declared, Findings } from "../findings";
import { analyzeGraphql } from "./graphql";
import { analyzeHttp } from "./http";
import { analyzeKubernetes } from "./kubernetes";
import { notUnderstood } from "./not-understood";
import { analyzeShell } from "./shell";
import { analyzeSql } from "./sql";
import { analyzePlan, readPlanArtifact, type Reading } from "./terraform";

type Analyzer = (declared: Declared, content: string) => Findings | Promise<Findings>;

/** One for each kind of artifact; a kind without one doesn't compile. */
const ANALYZERS: Readonly<Record<Exclude<Artifact["kind"], "none">, Analyzer>> = {
  graphql: analyzeGraphql,
  http: (declared, content) => analyzeHttp(declared, content, analyze),
  kubernetes: analyzeKubernetes,
  shell: (declared, content) => analyzeShell(declared, content, analyze),
  sql: analyzeSql,
  terraform_plan: analyzePlan,
};

/** What it would do, and what of it may be kept: only plans hold secrets that nobody reviews. */
export async function read(declared: Declared): Promise<Reading> {
  const { artifact } = declared;
  return artifact.kind === "terraform_plan"
    ? readPlanArtifact(declared, artifact.content)
    : { findings: await analyze(declared), redacted: null };
}

/** Dispatches on the artifact's kind. */
export async function analyze(declared: Declared): Promise<Findings> {
  const { artifact } = declared;
  if (artifact.kind !== "none") return ANALYZERS[artifact.kind](declared, artifact.content);
  return notUnderstood(declared, {
    analyzer: { name: "none", version: "1" },
    status: "unread",
    what: "What will be executed?",
    why: "The agent submitted no artifact, so only its own words say what will run.",
    resolve: "Deny, and ask the agent to submit the exact request or statement as the artifact.",
  });
}
