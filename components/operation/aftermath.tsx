import { Ban, Bird, Check, CircleHelp, Clock, LoaderCircle, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import { Objection, type SendObjection } from "./objection";
import { OutcomeFigures } from "./outcome-figures";
import { plainName } from "./plain-name";
import { Standing } from "./quorum";
import { VERDICT_WORDS } from "./verdict-words";

interface Story {
  tone: "plain" | "danger" | "warn";
  icon: typeof Check;
  title: string;
  note?: string;
  body: ReactNode;
}

/** What happens now: one sentence for each state that an operation can be in once it is decided. */
export function Aftermath({ view, object }: { view: ReviewView; object: SendObjection }) {
  const { tone, icon: Icon, title, note, body } = storyOf(view, object);
  return (
    <Card
      label="Decision"
      tone={tone}
      className="md:sticky md:top-4"
      title={
        <>
          <Icon aria-hidden="true" /> {title}
        </>
      }
      note={note}
    >
      <div aria-live="polite" className="grid gap-2 pt-1">
        {body}
      </div>
      <ul className="mt-3 grid gap-1 text-sm">
        {view.decisions.map((decision) => (
          <li key={decision.reviewer.id} className="text-muted">
            <b className="font-semibold text-text">
              <Untrusted text={decision.reviewer.name} />
            </b>{" "}
            {VERDICT_WORDS[decision.verdict]}
            {decision.counts_for !== null && view.quorum.length > 1 && (
              <> for {decision.counts_for}</>
            )}
            {decision.stands_in_for !== null && (
              <>
                , standing in for <Untrusted text={decision.stands_in_for} />
              </>
            )}{" "}
            ({METHODS[decision.method]})
            {decision.comment && (
              <>
                : “<Untrusted text={decision.comment} />”
              </>
            )}{" "}
            <Standing decision={decision} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const METHODS = {
  setup: "set-up link",
  link: "one-time link",
  email: "mail",
  passkey: "passkey",
  oidc: "single sign-on",
  recovery_code: "recovery code",
} as const;

function storyOf(view: ReviewView, object: SendObjection): Story {
  if (view.canary) return canaryStory(view);
  const point = plainName(view.shown.enforcement_point.name);
  switch (view.status) {
    case "pending":
    case "approved":
      return grantStory(view, point, object);
    case "denied":
      return {
        tone: "plain",
        icon: Ban,
        title: "Denied",
        body: (
          <>
            {view.shown.policy.ruling === "deny" && <ByPolicy view={view} />}
            <p>Nothing runs. The agent has been told.</p>
          </>
        ),
      };
    case "expired":
      return {
        tone: "plain",
        icon: Clock,
        title: "Expired",
        body: <p>Nobody decided in time, so nothing runs. The agent may ask again.</p>,
      };
    case "cancelled":
      return {
        tone: "plain",
        icon: Undo2,
        title: "Cancelled by the agent",
        body: <p>The agent withdrew it before anyone decided. Nothing runs.</p>,
      };
  }
}

/** It was planted, to see whether requests are read. */
function canaryStory({ status }: ReviewView): Story {
  const missed = status === "approved";
  return {
    tone: missed ? "danger" : "plain",
    icon: Bird,
    title: missed ? "A canary, and it was missed" : "A canary",
    body: (
      <>
        <p>
          {missed
            ? "It was approved, and should have been denied."
            : status === "denied"
              ? "Denied, as it should be."
              : "Nobody decided it."}
        </p>
        <p className="text-muted">
          An admin planted this request, to see whether requests are read. No permission was given:
          nothing ran, and nothing will.
        </p>
      </>
    ),
  };
}

/** What the policy decided by itself, in its own words. */
function ByPolicy({ view: { shown } }: { view: ReviewView }) {
  const { denials, rules, ruling } = shown.policy;
  if (ruling === "allow")
    return (
      <p>
        Allowed by the policy, {rules.length === 1 ? "rule" : "rules"}{" "}
        <b className="font-semibold">
          <Untrusted text={rules.join(", ")} />
        </b>
        : nobody was asked.
      </p>
    );
  return denials.map(({ rule, reason }) => (
    <p key={rule}>
      Denied by the policy, rule{" "}
      <b className="font-semibold">
        <Untrusted text={rule} />
      </b>
      : <Untrusted text={reason} />
    </p>
  ));
}

function grantStory(view: ReviewView, point: string, object: SendObjection): Story {
  const grant = view.grant;
  if (!grant)
    return { tone: "plain", icon: Clock, title: "Approved", body: <p>The grant is being made.</p> };
  switch (grant.status) {
    case "issued":
      if (view.agent_disabled) return voidStory("Its agent was disabled");
      if (view.quorum.some(({ received, required }) => received < required))
        return voidStory("An approval no longer stands");
      return {
        tone: "plain",
        icon: Clock,
        title: "Approved",
        body: (
          <>
            {view.shown.policy.ruling === "allow" && <ByPolicy view={view} />}
            <Objection
              grant={grant}
              point={point}
              serverTime={view.server_time}
              operationId={view.shown.operation_id}
              object={view.viewer.may_object ? object : null}
            />
          </>
        ),
      };
    case "claimed":
      return {
        tone: "plain",
        icon: LoaderCircle,
        title: "Running",
        body: (
          <p>
            {point} has used its grant and is executing. It must report
            {grant.report_by && (
              <>
                {" "}
                within <Countdown until={grant.report_by} serverTime={view.server_time} />
              </>
            )}
            .
          </p>
        ),
      };
    case "succeeded":
      return {
        tone: "plain",
        icon: Check,
        title: "Executed",
        note: `reported by ${point}, not verified`,
        body: <Outcome view={view} />,
      };
    case "failed":
      return {
        tone: "danger",
        icon: X,
        title: "Failed",
        note: `reported by ${point}, not verified`,
        body: (
          <Outcome
            view={view}
            say="It was tried. Check the resource: part of it may have happened."
          />
        ),
      };
    case "unknown":
      return {
        tone: "warn",
        icon: CircleHelp,
        title: "Outcome unknown",
        body: (
          <Outcome
            view={view}
            say={`${point} began and hasn't said how it ended. Check the resource itself. Nothing is retried.`}
          />
        ),
      };
    case "lapsed":
      return {
        tone: "plain",
        icon: Undo2,
        title: "Not started",
        body: (
          <Outcome
            view={view}
            say={`${point} gave the claim back without starting. A new approval is needed.`}
          />
        ),
      };
    case "revoked":
      return {
        tone: "plain",
        icon: Ban,
        title: "Revoked",
        body: <Revoked view={view} />,
      };
    case "expired":
      return {
        tone: "plain",
        icon: Clock,
        title: "Grant expired",
        body: <p>It was approved, but nobody used the grant in time. Nothing ran.</p>,
      };
  }
}

/** Approved, and no longer worth anything. */
const voidStory = (why: string): Story => ({
  tone: "warn",
  icon: Ban,
  title: "Approved, but void",
  body: <p>{why}, so its grant is refused: nothing runs. It has to be asked for again.</p>,
});

function Revoked({ view }: { view: ReviewView }) {
  const revoked = view.timeline.findLast(({ action }) => action === "grant.revoked");
  return (
    <>
      {revoked && (
        <p>
          By <Untrusted text={revoked.who} />
          {revoked.detail && (
            <>
              : “<Untrusted text={revoked.detail} />”
            </>
          )}
        </p>
      )}
      <p>The grant was revoked before it was used. Nothing runs.</p>
    </>
  );
}

/** Their word, beside what the agent said and what was worked out; nothing here was measured by us. */
function Outcome({ view, say }: { view: ReviewView; say?: string }) {
  const detail = view.grant?.detail;
  return (
    <>
      {say && <p>{say}</p>}
      {detail && (
        <p className="text-muted">
          “<Untrusted text={detail} />”
        </p>
      )}
      {view.grant?.actual && <OutcomeFigures view={view} />}
    </>
  );
}
