import { Snowflake } from "lucide-react";
import type { Metadata } from "next";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { Chip } from "@/components/ui/chip";
import { ENVIRONMENT_KINDS } from "@/lib/core/operation";
import { listEnvironments } from "@/lib/services/environment/list";
import { listGroups } from "@/lib/services/group/list";
import { requireAdmin } from "@/lib/web/session";
import { create, freeze } from "./actions";

export const metadata: Metadata = { title: "Environments" };

export default async function EnvironmentsPage() {
  const ctx = await requireAdmin("/environments");
  const [environments, groups] = await Promise.all([listEnvironments(ctx), listGroups(ctx)]);
  return (
    <>
      <PageHeader
        title="Environments"
        action={
          <CreateForm
            open="New environment"
            submit="Register"
            save={create}
            fields={[
              {
                name: "slug",
                label: "Name",
                hint: "As agents will write it, e.g. production.",
                required: true,
              },
              {
                name: "kind",
                label: "Kind",
                hint: "Production raises the risk of whatever happens there.",
                type: "select",
                options: ENVIRONMENT_KINDS.map((kind) => ({ value: kind, label: kind })),
              },
              {
                name: "group",
                label: "Reviewers",
                type: "select",
                options: groups.map((group) => ({ value: group.slug, label: group.name })),
              },
              { name: "approvals_required", label: "Approvals needed", type: "number", value: "1" },
            ]}
          />
        }
      >
        Where operations happen, and who must approve there.
      </PageHeader>
      <Listing
        label="Environments"
        none="None yet. An agent can only ask for what happens in a registered environment."
        items={environments.map((environment) => ({
          id: environment.id,
          name: (
            <>
              {environment.slug}{" "}
              {environment.kind !== environment.slug && <Chip>{environment.kind}</Chip>}
              {environment.frozen_at && (
                <Chip tone="accent">
                  <Snowflake aria-hidden="true" /> Frozen
                </Chip>
              )}
            </>
          ),
          facts: `${environment.approvals_required} of ${environment.group.name} must approve`,
          acts: environment.frozen_at ? (
            <ActButton
              label="Lift the freeze"
              confirm={`Let ${environment.slug} run again`}
              act={freeze.bind(null, { environment: environment.id, frozen: false })}
            />
          ) : (
            <ActButton
              label="Freeze"
              confirm={`Freeze ${environment.slug}: no grant is redeemed`}
              act={freeze.bind(null, { environment: environment.id, frozen: true })}
            />
          ),
        }))}
      />
    </>
  );
}
