import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ActButton } from "@/components/admin/act-button";
import { Claims } from "@/components/blast-radius/claims";
import { Destroyed } from "@/components/blast-radius/destroyed";
import { Evidence } from "@/components/blast-radius/evidence";
import { Survivors } from "@/components/blast-radius/survivors";
import { Unknowns } from "@/components/blast-radius/unknowns";
import { FrozenDecision } from "@/components/freeze/frozen-decision";
import { Aftermath } from "@/components/operation/aftermath";
import { AgentsWords } from "@/components/operation/agents-words";
import { Decision } from "@/components/operation/decision";
import { Heading } from "@/components/operation/heading";
import { abbreviatedTexts } from "@/components/operation/long-text";
import { Obstacles } from "@/components/operation/obstacles";
import { RevealProvider } from "@/components/operation/reveal";
import { Seen } from "@/components/operation/seen";
import { Timeline } from "@/components/operation/timeline";
import { WhatWillRun } from "@/components/operation/what-will-run";
import { Away } from "@/components/operation/away";
import { DomainError } from "@/lib/core/error";
import { operationPhrase } from "@/lib/core/phrase";
import { artifactOf } from "@/lib/services/operation/laid-out";
import { planOf } from "@/lib/services/operation/plan";
import { reviewOperation } from "@/lib/services/operation/review";
import { whoCanApprove } from "@/lib/services/operation/who-can-approve";
import { requireReviewer } from "@/lib/web/session";
import { askPasskey, decide, object, readLongText, readPlan, recompute, see } from "./actions";

type Props = { params: Promise<{ id: string }> };

/** Once for the title and the page. */
const load = cache(async (id: string) => {
  const ctx = await requireReviewer(`/operations/${encodeURIComponent(id)}`);
  const view = await reviewOperation(ctx, id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "not_found") notFound();
    throw error;
  });
  return { ctx, view };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { shown } = (await load((await params).id)).view;
  const phrase = operationPhrase({ ...shown, environment: shown.environment.slug });
  return { title: phrase.sentence };
}

export default async function ReviewPage({ params }: Props) {
  const { ctx, view } = await load((await params).id);
  const { shown } = view;
  const pending = view.status === "pending";
  const artifact = await artifactOf(shown);
  const read = readLongText.bind(null, shown.operation_id);
  return (
    <RevealProvider ids={abbreviatedTexts(shown, artifact)}>
      <Heading view={view} />
      <FrozenDecision view={view} />
      {pending && <Obstacles view={view} />}
      <div className="grid items-start gap-x-5 gap-y-3.5 md:grid-cols-[minmax(0,1fr)_336px]">
        <div className="grid min-w-0 gap-3.5">
          {!pending && (
            <div className="md:hidden">
              <Aftermath view={view} object={object} />
            </div>
          )}
          <Claims report={shown.report} />
          <Destroyed
            report={shown.report}
            serverTime={view.server_time}
            recompute={
              view.viewer.may_deny &&
              view.approvals_received === 0 && (
                <ActButton
                  label="Work it out again"
                  act={recompute.bind(null, shown.operation_id)}
                />
              )
            }
          />
          <Survivors report={shown.report} serverTime={view.server_time} />
          <Unknowns report={shown.report} />
          <WhatWillRun
            shown={shown}
            artifact={artifact}
            plan={await planOf(shown)}
            read={read}
            readPlan={readPlan.bind(null, shown.operation_id)}
          />
          <AgentsWords shown={shown} read={read} />
          <Evidence report={shown.report} />
        </div>
        <aside aria-label="Decision and timeline" className="grid min-w-0 gap-3.5">
          {pending ? (
            <Decision
              view={view}
              decide={decide}
              beginStepUp={askPasskey}
              oneTap={ctx.actor.method === "passkey"}
            />
          ) : (
            <div className="max-md:hidden">
              <Aftermath view={view} object={object} />
            </div>
          )}
          {pending && <Away who={await whoCanApprove(ctx, shown.operation_id)} />}
          <Timeline view={view} />
        </aside>
      </div>
      {pending && <Seen operationId={shown.operation_id} see={see} />}
    </RevealProvider>
  );
}
