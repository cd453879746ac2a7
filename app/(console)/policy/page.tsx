import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ActButton } from "@/components/admin/act-button";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { Readings } from "@/components/policy/readings";
import { Alert } from "@/components/ui/alert";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ActivePolicy, PolicyVersionView } from "@/lib/contract/policy-version";
import { listPolicies } from "@/lib/services/policy/list";
import { showActive } from "@/lib/services/policy/show-active";
import { requireReviewer, type ReviewerContext } from "@/lib/web/session";
import { deactivate } from "./actions";

export const metadata: Metadata = { title: "Policy" };

/** What everyone is held to; admins change it. */
export default async function PolicyPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string }>;
}) {
  const ctx = await requireReviewer("/policy");
  const isAdmin = ctx.actor.role === "admin";
  const active = await showActive(ctx);
  const { before } = await searchParams;
  return (
    <>
      <PageHeader
        title="Policy"
        action={
          isAdmin && (
            <Link className={buttonStyle({ tone: "primary" })} href="/policy/edit">
              <Pencil aria-hidden="true" className="size-4" />
              {active.version === 0 ? "Write a policy" : "Edit"}
            </Link>
          )
        }
      >
        What an operation needs before it may run.
      </PageHeader>
      <div className="grid gap-4">
        {active.fault && !isAdmin && (
          <Alert>Nothing is let through: {active.fault} An admin must mend it.</Alert>
        )}
        <Active active={active} now={ctx.now().toISOString()} isAdmin={isAdmin} />
        {ctx.actor.role !== "reviewer" && (
          <Versions ctx={ctx} before={Number(before) || undefined} />
        )}
      </div>
    </>
  );
}

function Active({
  active: { version, policy },
  now,
  isAdmin,
}: {
  active: ActivePolicy;
  now: string;
  isAdmin: boolean;
}) {
  return (
    <Card
      label="In force"
      title={version === 0 ? "The built-in rule is in force" : `Version ${version} is in force`}
      note={
        policy && (
          <>
            saved by <Untrusted text={policy.created_by} />{" "}
            <Ago at={policy.created_at} serverTime={now} />
          </>
        )
      }
    >
      <p className="mb-3 text-sm text-muted">
        Always: as many approvals as the environment asks for, from its reviewers.
        {version !== 0 &&
          " Every rule below that applies comes on top, and of each part the strictest counts. What isn’t known counts against the operation."}
      </p>
      {policy && <Readings readings={policy.readings} />}
      {policy?.document?.allow_sole_reviewer && (
        <p className="mt-3 text-sm font-medium text-danger">
          The only active reviewer may approve what they asked for themselves.
        </p>
      )}
      {isAdmin && version !== 0 && (
        <div className="mt-4 border-t border-line pt-3">
          <ActButton
            label="Go back to the built-in rule"
            confirm={`Set version ${version} aside`}
            act={deactivate.bind(null, { expected_version: version })}
          />
        </div>
      )}
    </Card>
  );
}

async function Versions({ ctx, before }: { ctx: ReviewerContext; before: number | undefined }) {
  const { items, next_before } = await listPolicies(ctx, before ? { before } : {});
  const now = ctx.now().toISOString();
  return (
    <>
      <h2 className="text-[15px] font-semibold">Versions</h2>
      <Listing
        label="Versions"
        none="None yet. Write one: a starter is offered, and nothing applies until you activate it."
        items={items.map((one: PolicyVersionView) => ({
          id: String(one.version),
          name: (
            <>
              <Link href={`/policy/versions/${one.version}`}>Version {one.version}</Link>
              {one.active && <Chip tone="accent">Active</Chip>}
            </>
          ),
          facts: (
            <>
              {one.note && (
                <>
                  <Untrusted text={one.note} /> ·{" "}
                </>
              )}
              <Untrusted text={one.created_by} /> <Ago at={one.created_at} serverTime={now} />
            </>
          ),
        }))}
      />
      {next_before && (
        <p>
          <Link className={buttonStyle()} href={`/policy?before=${next_before}`}>
            Older
          </Link>
        </p>
      )}
    </>
  );
}
