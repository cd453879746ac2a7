import type { Artifact } from "@/lib/contract/operation";
import type { Declared, Findings } from "../findings";
import { analyzeGraphql } from "./graphql";
import { analyzeHttp } from "./http";
import { analyzeKubernetes } from "./kubernetes";
import { notUnderstood } from "./not-understood";
import { analyzeShell } from "./shell";

type Analyzer = (declared: Declared, content: string) => Findings | Promise<Findings>;
type Kind = Artifact["kind"];

/** What we can read. A kind without an analyzer here is said to be unread, and counts as dangerous. */
const ANALYZERS: Readonly<Partial<Record<Kind, Analyzer>>> = {
  graphql: analyzeGraphql,
  http: (declared, content) => analyzeHttp(declared, content, analyze),
  kubernetes: analyzeKubernetes,
  shell: (declared, content) => analyzeShell(declared, content, analyze),
};

const IN_WORDS: Readonly<Record<Exclude<Kind, "none">, string>> = {
  sql: "SQL",
  terraform_plan: "Terraform plans",
  kubernetes: "Kubernetes manifests",
  shell: "shell commands",
  graphql: "GraphQL",
  http: "HTTP requests",
};

const UNREAD = { name: "none", version: "1" } as const;

/** Dispatches on the artifact's kind. */
export async function analyze(declared: Declared): Promise<Findings> {
  const { artifact } = declared;
  if (artifact.kind === "none")
    return notUnderstood(declared, {
      analyzer: UNREAD,
      status: "unread",
      what: "What will be executed?",
      why: "The agent submitted no artifact, so only its own words say what will run.",
      resolve: "Deny, and ask the agent to submit the exact request or statement as the artifact.",
    });
  const analyzer = ANALYZERS[artifact.kind];
  if (analyzer) return analyzer(declared, artifact.content);
  return notUnderstood(declared, {
    analyzer: UNREAD,
    status: "unread",
    what: "What would it destroy?",
    why: `Countersign can't read ${IN_WORDS[artifact.kind]} yet.`,
    resolve:
      "Read what will run, below, line by line, or have it read by somebody who knows the system. Without that, deny.",
  });
}
