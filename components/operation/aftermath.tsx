import { Ban, Check, CircleHelp, Clock, LoaderCircle, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import { OutcomeFigures } from "./outcome-figures";
import { plainName } from "./plain-name";
import { VERDICT_WORDS } from "./verdict-words";

interface Story {
  tone: "plain" | "danger" | "warn";
  icon: typeof Check;
  title: string;
  note?: string;
  body: ReactNode;
}

/** What happens now: one sentence for each state that an operation can be in once it is decided. */
export function Aftermath({ view }: { view: ReviewView }) {
  const { tone, icon: Icon, title, note, body } = storyOf(view);
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
            {VERDICT_WORDS[decision.verdict]} ({METHODS[decision.method]})
            {decision.comment && (
              <>
                : “<Untrusted text={decision.comment} />”
              </>
            )}
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

function storyOf(view: ReviewView): Story {
  const point = plainName(view.shown.enforcement_point.name);
  switch (view.status) {
    case "pending":
    case "approved":
      return grantStory(view, point);
    case "denied":
      return {
        tone: "plain",
        icon: Ban,
        title: "Denied",
        body: <p>Nothing runs. The agent has been told.</p>,
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

function grantStory(view: ReviewView, point: string): Story {
  const grant = view.grant;
  if (!grant)
    return { tone: "plain", icon: Clock, title: "Approved", body: <p>The grant is being made.</p> };
  switch (grant.status) {
    case "issued":
      return {
        tone: "plain",
        icon: Clock,
        title: "Approved",
        body: (
          <p>
            The agent has its grant; it expires in{" "}
            <Countdown until={grant.expires_at} serverTime={view.server_time} />. {point} hasn't
            begun.
          </p>
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
        body: <p>The grant was revoked before it was used. Nothing runs.</p>,
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
