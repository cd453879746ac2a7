import { Check, CircleSlash } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type { ReviewView } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { shortText } from "@/lib/core/untrusted-text";
import { DecisionBar } from "./decision-bar";
import { DecisionForm, type DecisionChoice } from "./decision-form";
import { DecisionProvider, type DecisionInput } from "./decision-state";
import { figuresOf } from "./figures";
import { plainName } from "./plain-name";
import { VERDICT_WORDS } from "./verdict-words";

/** How long a grant lives. */
const GRANT_MIN = 5;

/** How many have approved, who still can, and the viewer's own part. On a phone it is in reach in a bar. */
export function Decision({
  view,
  decide,
  oneTap,
}: {
  view: ReviewView;
  decide: (input: DecisionInput) => Promise<ActionResult<unknown>>;
  /** The person came in by passkey just now, so the bar asks no second time. */
  oneTap: boolean;
}) {
  const { shown, viewer } = view;
  const phrase = operationPhrase({ ...shown, environment: shown.environment.slug });
  const choice: DecisionChoice = {
    doing: `${phrase.gerund} ${shortText(phrase.target)}`,
    mayApprove: viewer.may_approve,
    mayDeny: viewer.may_deny,
    reason: viewer.reason,
    consequence: viewer.may_approve ? consequenceOf(view) : null,
  };
  const canAct = viewer.may_approve || viewer.may_deny;
  return (
    <DecisionProvider
      operation={{
        operationId: shown.operation_id,
        operationDigest: shown.operation_digest,
        shownDigest: view.shown_digest,
      }}
      figures={figuresOf(shown)}
      send={decide}
    >
      <Card
        label="Decision"
        title="Your decision"
        note={`${view.approvals_received} of ${shown.approvals_required} · ${shown.group.slug}`}
        className="md:sticky md:top-4"
      >
        <Meter received={view.approvals_received} required={shown.approvals_required} />
        <p className="mt-1 mb-3 text-[13px] text-muted">
          {shown.approvals_required === 1 ? "One" : shown.approvals_required} of{" "}
          {view.eligible_reviewers.length} in {shown.group.name} must approve. One deny ends it.
        </p>
        <Given view={view} />
        <div className={canAct ? "max-md:hidden" : ""}>
          {canAct ? (
            <DecisionForm {...choice} />
          ) : (
            <p className="text-sm text-muted">{viewer.reason}</p>
          )}
        </div>
        <Steps view={view} />
      </Card>
      {canAct && (
        <DecisionBar
          {...choice}
          sentence={phrase.sentence}
          oneTap={oneTap}
          grave={shown.risk === "critical" || shown.risk === "high"}
        />
      )}
    </DecisionProvider>
  );
}

/** What the viewer's own approval would set off. */
function consequenceOf({ shown, viewer, decisions, ...view }: ReviewView): string {
  const after = shown.approvals_required - view.approvals_received - 1;
  const runs = view.frozen
    ? "Nothing runs before the freeze is over."
    : `It can then run within ${GRANT_MIN} minutes.`;
  if (after <= 0)
    return view.approvals_received === 0
      ? `Your approval alone is enough. ${runs}`
      : `Yours is the last approval that is needed. ${runs}`;
  const others = view.eligible_reviewers.filter(
    ({ id }) => id !== viewer.user_id && !decisions.some(({ reviewer }) => reviewer.id === id),
  );
  return `After you, ${after} more of ${others.length} in ${shown.group.name} must approve.`;
}

function Meter({ received, required }: { received: number; required: number }) {
  return (
    <div className="mt-1 flex gap-1" aria-hidden="true">
      {Array.from({ length: required }, (_, i) => (
        <i key={i} className={`h-1.5 flex-1 rounded ${i < received ? "bg-ok" : "bg-line"}`} />
      ))}
    </div>
  );
}

function Given({ view }: { view: ReviewView }) {
  if (view.decisions.length === 0) return null;
  return (
    <ul className="mb-3 grid gap-1 text-sm">
      {view.decisions.map((decision) => (
        <li key={decision.reviewer.id} className="flex gap-2">
          {decision.verdict === "void" ? (
            <CircleSlash aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          ) : (
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
          )}
          <span>
            <b className="font-semibold">
              <Untrusted text={decision.reviewer.name} />
            </b>{" "}
            {VERDICT_WORDS[decision.verdict]} <Ago at={decision.at} serverTime={view.server_time} />
            {decision.comment && (
              <span className="text-muted">
                : “<Untrusted text={decision.comment} />”
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Steps({ view }: { view: ReviewView }) {
  const missing = view.shown.approvals_required - view.approvals_received;
  const steps = [
    missing > 1 ? `${missing} reviewers approve` : "You or another reviewer approves",
    `The agent gets a one-time permission: ${GRANT_MIN} min, this operation only`,
    `${plainName(view.shown.enforcement_point.name)} uses it, runs it once and reports`,
  ];
  return (
    <ol className="mt-4 grid gap-1 text-[13px] text-muted">
      {steps.map((step, i) => (
        <li key={step} className="flex gap-2">
          <span
            aria-hidden="true"
            className={`mt-1.5 size-1.5 shrink-0 rounded-full ${i === 0 ? "bg-accent" : "bg-line-strong"}`}
          />
          <Untrusted text={step} />
        </li>
      ))}
    </ol>
  );
}
