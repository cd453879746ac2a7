import { Pencil } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { Fate } from "@/components/inventory/fate";
import { POINT_FIELDS, resourceFields } from "@/components/inventory/fields";
import { PageHeader } from "@/components/layout/page-header";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { InventoryResourceView, RecoveryPointView } from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { listEnvironments } from "@/lib/services/environment/list";
import { showResource } from "@/lib/services/inventory/show";
import { requireOverseer } from "@/lib/web/session";
import { addPoint, remove, removePoint, update } from "../actions";

export const metadata: Metadata = { title: "Inventory" };

export default async function ResourcePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const ctx = await requireOverseer(`/inventory/${id}`);
  const mayChange = ctx.actor.role === "admin";
  const resource = await showResource(ctx, { id }).catch((error: unknown) => {
    if (error instanceof DomainError) return null;
    throw error;
  });
  // Also where this page has just removed it.
  if (!resource) redirect("/inventory");
  const environments = (await listEnvironments(ctx)).map(({ slug }) => slug);
  const now = ctx.now().toISOString();
  const label = resource.name ?? resource.pattern;
  return (
    <>
      <p className="mb-2 text-sm">
        <Link href="/inventory">Inventory</Link>
      </p>
      <PageHeader
        title={<Untrusted text={label} />}
        action={
          mayChange && (
            <div className="flex flex-wrap items-center gap-3">
              <CreateForm
                open="Edit"
                icon={<Pencil aria-hidden="true" className="size-4" />}
                tone="plain"
                submit="Save"
                save={update.bind(null, resource.id)}
                fields={resourceFields(environments, resource)}
              />
              <ActButton
                label="Remove"
                confirm="Remove it: nothing is known of it then"
                act={remove.bind(null, { id: resource.id })}
              />
            </div>
          )
        }
      >
        <code>
          <Untrusted text={`${resource.type}:${resource.pattern}`} />
        </code>
      </PageHeader>
      <div className="grid gap-4">
        <Facts resource={resource} />
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-[15px] font-semibold">Recovery points</h2>
          {mayChange && (
            <CreateForm
              open="Add a recovery point"
              submit="Add"
              save={addPoint.bind(null, resource.id)}
              fields={POINT_FIELDS}
            />
          )}
        </div>
        <Listing
          label="Recovery points"
          none="None. An operation on it counts as one that nothing survives."
          items={resource.recovery_points.map((point) => ({
            id: point.id,
            name:
              point.survives === "no" ? (
                <s className="decoration-danger">
                  <Untrusted text={point.name} />
                </s>
              ) : (
                <Untrusted text={point.name} />
              ),
            facts: <PointFacts point={point} now={now} />,
            acts: mayChange && (
              <ActButton
                label="Remove"
                confirm={`Remove ${point.name}`}
                act={removePoint.bind(null, { resource: resource.id, id: point.id })}
              />
            ),
          }))}
        />
      </div>
    </>
  );
}

function Facts({ resource }: { resource: InventoryResourceView }) {
  const facts: [label: string, value: string][] = [
    ["Environment", resource.environment],
    ["Criticality", resource.criticality],
    ["Holds data", resource.stateful === null ? "not known" : resource.stateful ? "yes" : "no"],
    ["Owner", resource.owner ?? "nobody named"],
    ["What needs it", resource.dependents.join(", ") || "nothing named"],
  ];
  return (
    <Card label="What is registered">
      <dl className="grid gap-x-4 gap-y-1 md:grid-cols-[160px_minmax(0,1fr)]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="max-md:mb-1.5">
              <Untrusted text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function PointFacts({ point, now }: { point: RecoveryPointView; now: string }) {
  return (
    <>
      <Fate point={point} />
      <p>
        {point.taken_at ? (
          <>
            taken <Ago at={point.taken_at} serverTime={now} />
          </>
        ) : (
          "nobody said when it was taken"
        )}
        ,{" "}
        {point.last_tested_restore ? (
          <>
            restore tested <Ago at={point.last_tested_restore} serverTime={now} />
          </>
        ) : (
          "restore never tested"
        )}
        {point.deletable_by && (
          <>
            , can be deleted by <Untrusted text={point.deletable_by} />
          </>
        )}
      </p>
    </>
  );
}
