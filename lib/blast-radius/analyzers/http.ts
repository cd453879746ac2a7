import { ASK_THE_AGENT } from "../deeds/deed";
import { findingsOf } from "../deeds/findings";
import {
  EVIDENCE_ARTIFACT,
  quoted,
  type ClaimVerdict,
  type Declared,
  type Findings,
} from "../findings";
import { deedOf } from "../http/deed";
import { graphqlIn, type GraphqlInside } from "../http/graphql";
import { readRequest, UnreadableRequest, type HttpRequest } from "../http/request";
import type { AnalyzeNested } from "./nested";
import { notUnderstood } from "./not-understood";

const ANALYZER = { name: "http", version: "1" } as const;
const TOOL = "HTTP request reader over the exact bytes";

/** What an HTTP request would do: by its provider's rules, or by the GraphQL inside it. */
export async function analyzeHttp(
  declared: Declared,
  content: string,
  analyzeNested: AnalyzeNested,
): Promise<Findings> {
  const failed = (why: string) =>
    notUnderstood(declared, {
      analyzer: ANALYZER,
      status: "failed",
      what: "What does the request do?",
      why,
      resolve: ASK_THE_AGENT,
    });
  let request: HttpRequest;
  try {
    request = readRequest(content);
  } catch (error) {
    if (!(error instanceof UnreadableRequest)) throw error;
    return failed(error.message);
  }
  const inside = graphqlIn(request);
  if (inside === "unreadable")
    return failed("It should hold GraphQL, and none could be read in it.");
  if (inside === null) {
    const deeds = [await deedOf(request)];
    return findingsOf(declared, { analyzer: ANALYZER, tool: TOOL, content, deeds, unknowns: [] });
  }
  const findings = await analyzeNested({
    ...declared,
    artifact: { kind: "graphql", content: inside.document || " " },
    // The request brings its own values: the declared ones aren't sent.
    params: { variables: inside.variables },
    provider: inside.provider,
    // The registered schema is of the API that the enforcement point calls; a host of its own may be another.
    graphqlSchema: request.host === null ? (declared.graphqlSchema ?? null) : null,
  });
  return { ...findings, verdicts: [...findings.verdicts, ...judgeParams(declared, inside)] };
}

/** A declared parameter and a variable of the same name must hold the same. */
function judgeParams({ params }: Declared, { variables }: GraphqlInside): ClaimVerdict[] {
  return Object.entries(params).flatMap(([name, said]) => {
    const sent = variables[name];
    if (sent === undefined || typeof said === "object" || said === sent) return [];
    return [
      {
        claim: "params",
        said: quoted(`${name}: ${JSON.stringify(said)}`),
        verdict: "contradicted" as const,
        because: `The request sends another ${quoted(name)}: ${quoted(JSON.stringify(sent))}.`,
        assurance: "parsed" as const,
        evidence: [EVIDENCE_ARTIFACT],
      },
    ];
  });
}
