import type { CountFact } from "@/lib/contract/blast-radius";
import {
  EVIDENCE_ARTIFACT,
  EVIDENCE_SUBMISSION,
  quoted,
  type ClaimVerdict,
  type Declared,
  type Findings,
} from "./findings";

type Judged = Pick<ClaimVerdict, "verdict" | "because"> & {
  readonly fromArtifact: boolean;
  /** Where it rests on neither artifact nor submission. */
  readonly assurance?: ClaimVerdict["assurance"];
  readonly sources?: readonly string[];
};

/** A verdict on each of the agent's claims. A claim can raise the risk by being wrong, and never lowers it. */
export function judgeClaims(
  declared: Declared,
  findings: Findings,
  counts: { resources: CountFact; records: CountFact },
): ClaimVerdict[] {
  const { claims } = declared;
  const verdicts: ClaimVerdict[] = [];
  const add = (claim: string, said: string, judged: Judged) => {
    const { verdict, because, fromArtifact, assurance, sources } = judged;
    verdicts.push({
      claim,
      said: quoted(said),
      verdict,
      because,
      assurance: assurance ?? (fromArtifact ? (findings.basis ?? "parsed") : "claimed"),
      evidence: sources
        ? [...sources]
        : fromArtifact
          ? [EVIDENCE_SUBMISSION, EVIDENCE_ARTIFACT]
          : [EVIDENCE_SUBMISSION],
    });
  };

  if (claims.environment !== undefined)
    add(
      "environment",
      claims.environment,
      judgeEnvironment(claims.environment, declared, findings),
    );
  if (claims.records !== undefined)
    add("records", String(claims.records), judgeCount(claims.records, counts.records, "record"));
  if (claims.resources !== undefined)
    add(
      "resources",
      String(claims.resources),
      judgeCount(claims.resources, counts.resources, "resource"),
    );
  if (claims.reversible !== undefined)
    add(
      "reversible",
      claims.reversible ? "yes" : "no",
      judgeReversible(claims.reversible, findings),
    );
  return verdicts;
}

/** What the request itself says of an environment, as the end of a sentence. */
function requestsOwnScope({ status, scopeParams }: Findings): string {
  if (status !== "read") return "the request itself could not be read";
  const without = scopeParams.find((call) => call.environment_argument === null);
  if (without)
    return `the request itself names no environment: ${without.call} carries no such argument`;
  const named = scopeParams[0]?.environment_argument;
  return named ? `the request itself is limited by ${named} only` : "the request itself names none";
}

function judgeEnvironment(said: string, { environment }: Declared, findings: Findings): Judged {
  const scope = requestsOwnScope(findings);
  const { slug, kind } = environment;
  const where = slug === kind ? slug : `${slug} (${kind})`;
  const fromArtifact = findings.status === "read";
  const claimed = said.trim().toLowerCase();
  const found = findings.environments;
  if (found?.value && found.assurance !== "claimed")
    return judgeAgainst(
      claimed,
      found,
      `${found.assurance === "observed" ? "The live system" : "The inventory"} has it in ${quoted(found.value.join(", "))}`,
      scope,
    );
  const agrees = claimed === environment.slug || claimed === environment.kind;
  if (!agrees)
    return {
      verdict: "contradicted",
      because: `It is submitted for ${where}, and ${scope}.`,
      fromArtifact,
    };
  const named = findings.scopeParams.map((call) =>
    call.arguments.find((argument) => argument.name === call.environment_argument),
  );
  const isNamed =
    named.length > 0 && named.every((argument) => argument?.value === environment.slug);
  return isNamed
    ? {
        verdict: "supported",
        because: `The request names ${environment.slug}.`,
        fromArtifact,
      }
    : {
        verdict: "unverifiable",
        because: `It is submitted for ${environment.slug}, but ${scope}.`,
        fromArtifact,
      };
}

/** Evidence of its own: the submission's word for it isn't asked. */
function judgeAgainst(
  claimed: string,
  { value, bound, assurance, evidence }: NonNullable<Findings["environments"]>,
  where: string,
  scope: string,
): Judged {
  const from = { fromArtifact: false, assurance, sources: evidence };
  if (value?.some((slug) => slug !== claimed))
    return { verdict: "contradicted", because: `${where}, and ${scope}.`, ...from };
  return bound === "exact"
    ? { verdict: "supported", because: `${where}.`, ...from }
    : { verdict: "unverifiable", because: `${where}; what else is hit isn't known.`, ...from };
}

const FOUND_BY: Readonly<Record<CountFact["assurance"], string>> = {
  claimed: "The agent names",
  parsed: "The request names",
  artifact: "The plan holds",
  inventory: "The inventory has",
  observed: "The live system has",
};

function judgeCount(said: number, fact: CountFact, noun: string): Judged {
  if (fact.value === null)
    return {
      verdict: "unverifiable",
      because: `Nothing has counted the ${noun}s. Not known isn't zero.`,
      fromArtifact: false,
    };
  const { value, bound, assurance, evidence } = fact;
  const from = { fromArtifact: true, assurance, sources: evidence };
  const found = `${value} ${noun}${value === 1 ? "" : "s"}`;
  const by = FOUND_BY[assurance];
  if (bound === "exact")
    return {
      verdict: said === value ? "supported" : "contradicted",
      because: `${by} ${found}.`,
      ...from,
    };
  if (bound === "at_least" && said < value)
    return { verdict: "contradicted", because: `${by} at least ${found}.`, ...from };
  if (bound === "at_most" && said > value)
    return { verdict: "contradicted", because: `${by} at most ${found}.`, ...from };
  return {
    verdict: "unverifiable",
    because:
      bound === "estimate"
        ? `${by} about ${found}: an estimate.`
        : `${by} ${found}; what goes along with that isn't counted.`,
    ...from,
  };
}

const NO_WAY_BACK = ["irreversible"];
const A_WAY_BACK = ["reversible", "soft_delete_window", "restorable", "rebuildable"];

function judgeReversible(said: boolean, { reversibility, status }: Findings): Judged {
  const fromArtifact = status === "read";
  if (!reversibility || reversibility.value === "unknown")
    return {
      verdict: "unverifiable",
      because: reversibility?.because ?? "Nothing shows whether it can be undone.",
      fromArtifact,
    };
  const { because, disputed, value } = reversibility;
  if (disputed) return { verdict: "unverifiable", because, fromArtifact };
  const holds = (said ? A_WAY_BACK : NO_WAY_BACK).includes(value);
  return {
    verdict: holds ? "supported" : "contradicted",
    because,
    fromArtifact,
  };
}
