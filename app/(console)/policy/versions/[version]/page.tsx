import { Download, Pencil } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { Activate } from "@/components/policy/activate";
import { Diff } from "@/components/policy/diff";
import { Readings } from "@/components/policy/readings";
import { Backtest } from "@/components/policy/simulation";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import { DomainError } from "@/lib/core/error";
import { diffPolicies } from "@/lib/services/policy/diff";
import { showActive } from "@/lib/services/policy/show-active";
import { showPolicy } from "@/lib/services/policy/show";
import { simulatePolicy } from "@/lib/services/policy/simulate";
import { requireOverseer, type ReviewerContext } from "@/lib/web/session";
import { activate } from "../../actions";

export const metadata: Metadata = { title: "Policy" };

/** As many as a page may wait for; the editor looks back further. */
const BACKTEST = 1000;

export default async function PolicyVersionPage({
  params,
}: {
  params: Promise<{ version: string }>;
}) {
  const version = Number((await params).version);
  const ctx = await requireOverseer(`/policy/versions/${version}`);
  const mayChange = ctx.actor.role === "admin";
  const policy = await showPolicy(ctx, { version }).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  if (!policy) redirect("/policy");
  const active = await showActive(ctx);
  const isAlone = policy.active || active.version === 0;
  const lines = await diffPolicies(ctx, { from: isAlone ? version : active.version, to: version });
  const against = active.version === 0 ? "the built-in rule" : `version ${active.version}`;
  const now = ctx.now().toISOString();
  return (
    <>
      <p className="mb-2 text-sm">
        <Link href="/policy">Policy</Link>
      </p>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            Version {version} {policy.active && <Chip tone="accent">Active</Chip>}
          </span>
        }
        action={
          <div className="flex flex-wrap gap-3">
            <a className={buttonStyle()} href={`/policy/versions/${version}/source`} download>
              <Download aria-hidden="true" className="size-4" /> Download
            </a>
            {mayChange && (
              <Link className={buttonStyle()} href={`/policy/edit?from=${version}`}>
                <Pencil aria-hidden="true" className="size-4" /> Edit
              </Link>
            )}
          </div>
        }
      >
        {policy.note && (
          <>
            <Untrusted text={policy.note} /> ·{" "}
          </>
        )}
        saved by <Untrusted text={policy.created_by} />{" "}
        <Ago at={policy.created_at} serverTime={now} />
      </PageHeader>
      <div className="grid gap-4">
        {mayChange && !policy.active && (
          <Card label="Activate" title={`What it would change, beside ${against}`}>
            <Effect ctx={ctx} version={version} />
            <div className="mt-4">
              <Activate
                label={`Activate version ${version}…`}
                confirm={`Judge everything by version ${version} from now on`}
                act={activate.bind(null, { version, expected_version: active.version })}
              />
            </div>
          </Card>
        )}
        <Card label="In words" title="In words">
          {policy.document ? (
            <Readings readings={policy.readings} />
          ) : (
            <Alert>It can no longer be read. Edit it and save it anew.</Alert>
          )}
        </Card>
        <Card label="Text" title={isAlone ? "Text" : `Text, compared with ${against}`}>
          <Diff label="The policy's text" lines={lines} whole={isAlone} />
        </Card>
      </div>
    </>
  );
}

async function Effect({ ctx, version }: { ctx: ReviewerContext; version: number }) {
  const found = await simulatePolicy(ctx, { version, last: BACKTEST }).catch((error: unknown) => {
    if (error instanceof DomainError) return error;
    throw error;
  });
  return found instanceof DomainError ? <Alert>{found.detail}</Alert> : <Backtest found={found} />;
}
