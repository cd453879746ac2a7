import { Check, CircleHelp, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { identityOf } from "@/components/blast-radius/identity";
import { Live } from "@/components/layout/live";
import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { Ago, Countdown, Minute } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { Alarms } from "./alarms";
import { Precedents } from "./precedents";
import { RiskChip } from "./risk-chip";
import { StatusChip } from "./status-chip";
import { Target } from "./target";

/** Verbs of what carries the harm, not of the harm: then the sentence needs the finding beside it. */
const TELLS_LITTLE = /^(Apply|Execute|Run|Migrate|Update)\b/;

/** The sentence, what of it is only the agent's word, who asks, how long is left, and how bad it is. */
export function Heading({ view }: { view: ReviewView }) {
  const { shown } = view;
  const phrase = operationPhrase({ ...shown, environment: shown.environment.slug });
  const pending = view.status === "pending";
  return (
    <div className="mb-5">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-3">
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
      {TELLS_LITTLE.test(phrase.verb) && (
        <p className="mt-1.5 max-w-[76ch] font-medium">
          <Untrusted text={shown.report.headline} />
        </p>
      )}
      <Named view={view} />
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-muted">
        {!pending && (
          <StatusChip
            status={view.status}
            grant={view.grant?.status ?? null}
            canary={view.canary}
          />
        )}
        <RiskChip risk={shown.risk} past={!pending} />
        <Environment view={view} />
        <span>
          asked by <b className="font-semibold text-text">{shown.agent.name}</b> (agent){" "}
          <Ago at={shown.created_at} serverTime={view.server_time} />
        </span>
        {pending && (
          <span>
            Expires{" "}
            <b className="font-semibold text-text">
              <Minute at={shown.expires_at} />
            </b>{" "}
            (<Countdown until={shown.expires_at} serverTime={view.server_time} /> left)
          </span>
        )}
      </p>
      {pending && <Precedents view={view} />}
      {pending && <Alarms report={shown.report} />}
      <Why view={view} />
    </div>
  );
}

const Doubt = ({ children }: { children: ReactNode }) => (
  <span className="inline-flex items-center gap-1 text-sm font-semibold whitespace-nowrap text-warn">
    <CircleHelp aria-hidden="true" className="size-4" /> {children}
  </span>
);

/** The id is what runs; the name in the sentence is a label until somebody but the agent bears it out. */
function Named({ view: { shown } }: { view: ReviewView }) {
  const { name, nameChecked } = identityOf(shown);
  if (name === null) return null;
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-2">
      <span>
        <b className="font-semibold">
          <Target text={shown.resource.id} />
        </b>{" "}
        is what runs; the agent calls it <Target text={name} />
      </span>
      {nameChecked ? (
        <span className="inline-flex items-center gap-1 text-sm font-semibold text-ok">
          <Check aria-hidden="true" className="size-4" /> name checked
        </span>
      ) : (
        <Doubt>name not checked</Doubt>
      )}
    </p>
  );
}

function Environment({ view: { shown } }: { view: ReviewView }) {
  const { slug, kind } = shown.environment;
  const { environmentChecked, foundIn } = identityOf(shown);
  return (
    <>
      <Chip>
        {slug}
        {kind !== slug && ` (${kind})`}
      </Chip>
      {foundIn !== null && (
        <span className="inline-flex items-center gap-1 text-sm font-semibold text-danger">
          <X aria-hidden="true" className="size-4" />
          <span>
            found in <Untrusted text={foundIn.join(", ")} />
          </span>
        </span>
      )}
      {!environmentChecked && <Doubt>environment not checked</Doubt>}
    </>
  );
}

/** Beside the alarms it is for who has room, or doubts the level. */
function Why({ view: { shown } }: { view: ReviewView }) {
  const { because } = shown.report.risk;
  if (because.length === 0) return null;
  return (
    <>
      <details className="mt-2 text-sm text-muted md:hidden">
        <summary className="min-h-6 font-medium">Why {shown.risk}</summary>
        <Untrusted text={because.join(" ")} />
      </details>
      <p className="mt-2 max-w-[70ch] text-sm text-muted max-md:hidden">
        <span className="font-medium">Why {shown.risk}:</span>{" "}
        <Untrusted text={because.join(" ")} />
      </p>
    </>
  );
}
