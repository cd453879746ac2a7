import { TriangleAlert } from "lucide-react";
import type { Ceremony } from "@/components/sign-in/passkey-dialog";
import { Card } from "@/components/ui/card";
import { durationText } from "@/components/ui/duration";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActionResult } from "@/lib/contract/action";
import type { ReviewView } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { shortText } from "@/lib/core/untrusted-text";
import { Consequence } from "./consequence";
import { DecisionBar } from "./decision-bar";
import { DecisionForm, type DecisionChoice } from "./decision-form";
import { DecisionProvider, type DecisionInput, type SeenInput } from "./decision-state";
import { demandsOf, quorumText } from "./demanded";
import { figuresOf } from "./figures";
import { plainName } from "./plain-name";
import { Quorum } from "./quorum";

/** How many have approved, who still can, and the viewer's own part. On a phone it is in reach in a bar. */
export function Decision({
  view,
  decide,
  beginStepUp,
  oneTap,
}: {
  view: ReviewView;
  decide: (input: DecisionInput) => Promise<ActionResult<unknown>>;
  beginStepUp: (seen: SeenInput) => Promise<ActionResult<Ceremony>>;
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
    consequence: viewer.may_approve ? <Consequence view={view} /> : null,
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
      wanted={{
        comment: shown.policy.comment,
        typed: shown.policy.typed_confirmation,
        stepUp: shown.policy.step_up,
      }}
      send={decide}
      beginStepUp={beginStepUp}
    >
      <Card
        label="Decision"
        title="Your decision"
        note={`${view.approvals_received} of ${shown.approvals_required}`}
        className="md:sticky md:top-4"
      >
        <p className="mt-1 mb-3 text-[13px] text-muted">
          {quorumText(shown.policy.quorum)} must approve. One deny ends it.
        </p>
        <Quorum view={view} />
        {viewer.standing === "sole" && <Alone />}
        <div className={canAct ? "max-md:hidden" : ""}>
          {canAct ? (
            <DecisionForm {...choice} />
          ) : (
            <p className="text-sm text-muted">{viewer.reason}</p>
          )}
        </div>
        <Steps view={view} />
        <Rules view={view} />
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

/** Nobody else can look at it, so it is said as loud as it is. */
const Alone = () => (
  <p className="mb-3 flex gap-2 rounded-lg border border-danger-line bg-danger-soft p-3 text-sm text-danger">
    <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
    <span>
      <b className="font-semibold">Nobody but you looks at this.</b> It is your own request, and you
      are the only reviewer here. The policy lets you approve it; the log will say so.
    </span>
  </p>
);

function Steps({ view }: { view: ReviewView }) {
  const { policy, approvals_required: required } = view.shown;
  const missing = required - view.approvals_received;
  const steps = [
    missing > 1
      ? `${missing} reviewers approve`
      : view.viewer.may_approve
        ? "You or another reviewer approves"
        : "Another reviewer approves",
    ...(policy.objection_window_s > 0
      ? [`For ${durationText(policy.objection_window_s)}, anyone who was asked may still object`]
      : []),
    `The agent gets a one-time permission: ${durationText(policy.grant_ttl_s)}, this operation only`,
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

/** By whose rule so much is asked, for who wonders. */
function Rules({ view: { shown } }: { view: ReviewView }) {
  const { version, rules } = shown.policy;
  const demands = demandsOf(shown);
  return (
    <details className="mt-3 text-[13px] text-muted">
      <summary className="min-h-6 cursor-pointer">
        {version === 0 ? "Why so: the built-in rule" : `Why so: the policy, version ${version}`}
      </summary>
      <ul className="mt-1 grid list-disc gap-0.5 pl-5">
        {rules.map((rule) => (
          <li key={rule}>
            <Untrusted text={rule} />
          </li>
        ))}
      </ul>
      {demands.length > 0 && (
        <p className="mt-1">
          It wants <Untrusted text={demands.join("; ")} />.
        </p>
      )}
    </details>
  );
}
