import { Ban, Check, CircleHelp, Clock, LoaderCircle, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Countdown } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import { ByPolicy } from "./by-policy";
import { Objection, type SendObjection } from "./objection";
import { OutcomeFigures } from "./outcome-figures";
import { plainName } from "./plain-name";

/** What a decided operation's page says of it first. */
export interface Story {
  tone: "plain" | "danger" | "warn";
  icon: typeof Check;
  title: string;
  note?: string;
  body: ReactNode;
}

/** Of what was approved: how far its grant has come. */
export function grantStory(view: ReviewView, object: SendObjection): Story {
  const point = plainName(view.shown.enforcement_point.name);
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
