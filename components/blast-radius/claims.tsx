import { Check, CircleHelp, X } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { Provenance } from "./provenance";

const VERDICTS = {
  contradicted: { icon: X, word: "Contradicted", look: "text-danger" },
  unverifiable: { icon: CircleHelp, word: "Unverifiable", look: "text-warn" },
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

/** What the agent says against what the evidence shows; loud where they differ. */
export function Claims({ report }: { report: BlastRadius }) {
  if (report.claims.length === 0)
    return (
      <Card label="Claims" title="What the agent claims">
        <p className="text-muted">Nothing. There is no claim to hold against the evidence.</p>
      </Card>
    );
  const claims = [...report.claims].sort((a, b) => ORDER[a.verdict] - ORDER[b.verdict]);
  const contradicted = claims.filter((claim) => claim.verdict === "contradicted").length;
  return (
    <Card
      label="Claims"
      tone={contradicted > 0 ? "danger" : "plain"}
      title={
        contradicted > 0 ? (
          <>
            <X aria-hidden="true" /> The agent's claims don't hold
          </>
        ) : (
          "What the agent claims"
        )
      }
      note={
        contradicted > 0
          ? `${contradicted} of ${claims.length} contradicted`
          : `${claims.filter((claim) => claim.verdict === "supported").length} of ${claims.length} supported`
      }
    >
      <div
        aria-hidden="true"
        className="hidden gap-4 pb-1 text-[12.5px] font-medium text-muted md:grid md:grid-cols-[minmax(0,26%)_minmax(0,1fr)_auto]"
      >
        <span>Agent says</span>
        <span>Evidence</span>
      </div>
      <ul className="divide-y divide-line md:border-t md:border-line">
        {claims.map((claim) => {
          const { icon: Icon, word, look } = VERDICTS[claim.verdict];
          return (
            <li
              key={claim.claim}
              className="grid gap-1 py-2.5 last:pb-0 max-md:first:pt-0 md:grid-cols-[minmax(0,26%)_minmax(0,1fr)_auto] md:gap-4"
            >
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
                <Untrusted text={claim.because} /> <Provenance assurance={claim.assurance} />
              </p>
              <p
                className={`flex items-center gap-1.5 text-sm font-semibold md:self-start ${look}`}
              >
                <Icon aria-hidden="true" className="size-4" />
                {word}
              </p>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
