import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Untrusted } from "@/components/ui/untrusted";
import type { ArtifactView, PlanView, Shown } from "@/lib/contract/review";
import { Highlighted } from "./highlighted";
import { PlanDiff, type ReadPlan } from "./plan-diff";
import { LongText, paramsText, type ReadWhole } from "./long-text";
import { plainName } from "./plain-name";

const KINDS: Readonly<Record<string, string>> = {
  graphql: "GraphQL",
  sql: "SQL",
  terraform_plan: "Terraform plan",
  kubernetes: "Kubernetes manifest",
  shell: "Shell",
  http: "HTTP request",
  none: "No artifact",
};

const frame =
  "border-line bg-sunken overflow-x-auto rounded-lg border p-3 leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]";

const plain = "whitespace-pre-wrap [overflow-wrap:anywhere]";

/** The exact thing: artifact, parameters, and the digest that the grant is bound to. */
export function WhatWillRun({
  shown,
  artifact: source,
  plan,
  read,
  readPlan,
}: {
  shown: Shown;
  artifact: ArtifactView | null;
  plan: PlanView | null;
  read: ReadWhole;
  readPlan: ReadPlan;
}) {
  const hot = shown.report.effects.map((effect) => effect.by);
  const params = paramsText(shown);
  return (
    <Card
      label="What will run"
      title="What will run, exactly"
      note={
        <>
          {KINDS[shown.artifact.kind] ?? shown.artifact.kind} ·{" "}
          {plainName(shown.enforcement_point.audience)}
        </>
      }
    >
      {plan && <PlanDiff plan={plan} readPlan={readPlan} />}
      {source && (
        <LongText
          name="artifact"
          text={source.text}
          frame={frame}
          read={read}
          brief={plan !== null}
        >
          <pre className={frame}>
            <Highlighted source={source} hot={hot} />
          </pre>
        </LongText>
      )}
      {source?.laid_out && <Exact artifact={shown.artifact} />}
      <dl className="mt-3 grid gap-x-4 gap-y-1 text-sm md:grid-cols-[120px_minmax(0,1fr)]">
        <dt className="text-muted">Action</dt>
        <dd className="font-mono break-all">{shown.action}</dd>
        <dt className="text-muted">Resource</dt>
        <dd className="font-mono">
          <Untrusted text={`${shown.resource.type} ${shown.resource.id}`} />
          {shown.resource.name !== null && (
            <span className="text-muted">
              {" "}
              (the agent calls it <Untrusted text={shown.resource.name} />)
            </span>
          )}
        </dd>
        {params !== "{}" && (
          <>
            <dt className="text-muted">Parameters</dt>
            <dd className="min-w-0">
              <LongText name="params" text={params} frame={plain} read={read}>
                <pre className={plain}>
                  <Untrusted text={params} multiline />
                </pre>
              </LongText>
            </dd>
          </>
        )}
        <dt className="text-muted">Digest</dt>
        <dd className="flex items-start gap-1 font-mono text-[13px] break-all">
          {shown.operation_digest}
          <CopyButton text={shown.operation_digest} label="Copy the digest" />
        </dd>
      </dl>
      <p className="mt-2 text-[13px] text-muted">
        {shown.artifact.redacted
          ? "Secrets are left out here, and nowhere kept. The grant is bound to the bytes as they came; anything else is refused."
          : "The grant is bound to these bytes; anything else is refused."}
      </p>
    </Card>
  );
}

/** The original of what is laid out above, one click away. */
function Exact({ artifact: { content, redacted } }: { artifact: Shown["artifact"] }) {
  return (
    <details className="mt-2 text-sm">
      <summary className="text-muted">
        Formatted for reading.{" "}
        <span className="font-medium text-text underline">
          {redacted ? "Show it as it is kept" : "What runs is, byte for byte, this"}
        </span>
      </summary>
      <pre className={`mt-2 ${frame}`}>
        <Untrusted text={content ?? ""} multiline />
      </pre>
    </details>
  );
}
