import Link from "next/link";
import { Live } from "@/components/layout/live";
import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { Ago, Countdown } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { abbreviate } from "@/lib/core/untrusted-text";
import { RiskChip } from "./risk-chip";
import { StatusChip } from "./status-chip";

/** The sentence, who asks, since when, how long is left, and how bad it is. */
export function Heading({ view }: { view: ReviewView }) {
  const { shown } = view;
  const phrase = operationPhrase({ ...shown, environment: shown.environment.slug });
  return (
    <div className="mb-5">
      <div className="mb-2 flex items-center justify-between gap-3">
        <p className="flex items-center gap-1 text-[13.5px] text-muted">
          <Link href="/">Inbox</Link> /{" "}
          <span className="font-mono">
            {shown.operation_id.slice(0, 8)}…{shown.operation_id.slice(-4)}
          </span>
          <CopyButton text={shown.operation_id} label="Copy the operation's id" />
        </p>
        <Live />
      </div>
      <h1>
        {phrase.verb} <Target text={phrase.target} /> in {shown.environment.name}
      </h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-muted">
        <RiskChip risk={shown.risk} />
        <Chip>
          {shown.environment.slug}
          {shown.environment.kind !== shown.environment.slug && ` (${shown.environment.kind})`}
        </Chip>
        {view.status !== "pending" && (
          <StatusChip status={view.status} grant={view.grant?.status ?? null} />
        )}
        <span>
          asked by <b className="font-semibold text-text">{shown.agent.name}</b> (agent){" "}
          <Ago at={shown.created_at} serverTime={view.server_time} />
        </span>
        {view.status === "pending" && (
          <span>
            <b className="font-semibold text-text">
              <Countdown until={shown.expires_at} serverTime={view.server_time} />
            </b>{" "}
            left
          </span>
        )}
      </p>
      {shown.report.risk.because.length > 0 && (
        <p className="mt-1.5 text-sm text-muted">
          <span className="font-medium">Why {shown.risk}:</span>{" "}
          <Untrusted text={shown.report.risk.because.join(" ")} />
        </p>
      )}
    </div>
  );
}

/** A name stays in one piece where it fits a phone; a long one is cut here and whole in "What will run". */
function Target({ text }: { text: string }) {
  const short = abbreviate(text, { head: 64, tail: 16 });
  return (
    <code className={text.length <= 24 ? "whitespace-nowrap" : ""}>
      <Untrusted text={short.head} />
      {short.hidden > 0 && (
        <>
          <span className="font-sans font-normal text-muted"> …{short.hidden} more… </span>
          <Untrusted text={short.tail} />
        </>
      )}
    </code>
  );
}
