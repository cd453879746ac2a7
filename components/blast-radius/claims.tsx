import { Check, CircleHelp, X } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { plural } from "./count";
import { Provenance } from "./provenance";

type Claim = BlastRadius["claims"][number];

const VERDICTS = {
  contradicted: { icon: X, word: "Contradicted", look: "text-danger" },
  unverifiable: { icon: CircleHelp, word: "Can't be checked", look: "text-warn" },
  supported: { icon: Check, word: "Supported", look: "text-ok" },
} as const;

/** What a claim is about; a name that isn't here is shown as the agent wrote it. */
const SUBJECTS: Readonly<Record<string, string>> = {
  environment: "Environment",
  records: "Records destroyed",
  resources: "Resources destroyed",
  reversible: "Can be undone",
  resource: "Resource",
  action: "Action",
  params: "Parameters",
  "submitted for": "Submitted for",
};

const ORDER = { contradicted: 0, unverifiable: 1, supported: 2 } as const;

/** That the request agrees with itself proves nothing, so it comforts nobody in green. */
const onlyMatches = ({ verdict, assurance }: Claim) =>
  verdict === "supported" && assurance !== "inventory" && assurance !== "observed";

/** What the agent says against what the evidence shows; loud where they differ. */
export function Claims({ report }: { report: BlastRadius }) {
  if (report.claims.length === 0)
    return (
      <Card label="Claims" title="What the agent claims">
        <p className="text-muted">Nothing. There is no claim to hold against the evidence.</p>
      </Card>
    );
  const matching = report.claims.filter(onlyMatches);
  const judged = report.claims
    .filter((claim) => !onlyMatches(claim))
    .sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  return (
    <Card label="Claims" {...titleOf(judged)}>
      {judged.length > 0 && (
        <>
          <div
            aria-hidden="true"
            className="hidden gap-4 pb-1 text-[12.5px] font-medium text-muted md:grid md:grid-cols-[minmax(0,26%)_minmax(0,1fr)_auto]"
          >
            <span>Agent says</span>
            <span>Evidence</span>
          </div>
          <ul className="divide-y divide-line md:border-t md:border-line">
            {judged.map((claim) => (
              <Judged key={claim.claim} claim={claim} />
            ))}
          </ul>
        </>
      )}
      {matching.length > 0 && <Matching claims={matching} />}
    </Card>
  );
}

function titleOf(claims: readonly Claim[]) {
  const count = (verdict: Claim["verdict"]) =>
    claims.filter((claim) => claim.verdict === verdict).length;
  const [wrong, open] = [count("contradicted"), count("unverifiable")];
  const unchecked = `${open} can't be checked`;
  if (wrong > 0)
    return {
      tone: "danger" as const,
      title: (
        <>
          <X aria-hidden="true" className="shrink-0" />
          {plural(wrong, "claim is", "claims are")} contradicted{open > 0 && `, ${unchecked}`}
        </>
      ),
    };
  if (open > 0)
    return {
      tone: "warn" as const,
      title: (
        <>
          <CircleHelp aria-hidden="true" className="shrink-0" />
          {plural(open, "claim")} can't be checked
        </>
      ),
    };
  return { title: "What the agent claims" };
}

function Judged({ claim }: { claim: Claim }) {
  const { icon: Icon, word, look } = VERDICTS[claim.verdict];
  // What nobody could check isn't "claimed" evidence: there is none.
  const isAbsent = claim.verdict === "unverifiable" && claim.assurance === "claimed";
  return (
    <li className="grid gap-1 py-2.5 last:pb-0 max-md:first:pt-0 md:grid-cols-[minmax(0,26%)_minmax(0,1fr)_auto] md:gap-4">
      <p className="text-muted">
        <span className="sr-only">The agent says: </span>
        <span className="md:block md:text-[12.5px]">
          <Untrusted text={SUBJECTS[claim.claim] ?? claim.claim} />
          <span className="md:hidden">: </span>
        </span>
        <i>
          “<Untrusted text={claim.said} />”
        </i>
      </p>
      <p>
        <Untrusted text={claim.because} />{" "}
        <Provenance assurance={isAbsent ? null : claim.assurance} />
      </p>
      <p
        className={`flex items-center gap-1.5 text-sm font-semibold whitespace-nowrap md:self-start ${look}`}
      >
        <Icon aria-hidden="true" className="size-4" />
        {word}
      </p>
    </li>
  );
}

function Matching({ claims }: { claims: readonly Claim[] }) {
  const subjects = claims.map(({ claim }) => (SUBJECTS[claim] ?? claim).toLowerCase());
  return (
    <details className="mt-3 border-t border-line pt-2.5 text-sm text-muted first:mt-0 first:border-0 first:pt-0">
      <summary>
        {plural(claims.length, "statement matches", "statements match")} the request (
        <Untrusted text={subjects.join(", ")} />
        ). That says nothing about what else is lost.
      </summary>
      <ul className="mt-1.5 grid gap-1 pl-4">
        {claims.map((claim) => (
          <li key={claim.claim}>
            <Untrusted text={SUBJECTS[claim.claim] ?? claim.claim} />{" "}
            <i>
              “<Untrusted text={claim.said} />”
            </i>
            : <Untrusted text={claim.because} /> <Provenance assurance={claim.assurance} />
          </li>
        ))}
      </ul>
    </details>
  );
}
