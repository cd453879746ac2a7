import { Snowflake } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { FreezeButton } from "@/components/freeze/freeze-sheet";
import { FreezeFacts } from "@/components/freeze/freeze-facts";
import { LiftButton } from "@/components/freeze/lift-button";
import { PageHeader } from "@/components/layout/page-header";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import type { FreezeView } from "@/lib/contract/freeze";
import type { GroupView } from "@/lib/contract/group";
import { ENVIRONMENT_KINDS } from "@/lib/core/operation";
import { listEnvironments } from "@/lib/services/environment/list";
import { listFreezes } from "@/lib/services/freeze/list";
import { listGroups } from "@/lib/services/group/list";
import { requireReviewer } from "@/lib/web/session";
import { beginLift, create, freezeNow, lift } from "./actions";

export const metadata: Metadata = { title: "Environments" };

/** For everyone: whoever is on call finds here what is frozen, and the way to freeze. */
export default async function EnvironmentsPage() {
  const ctx = await requireReviewer("/environments");
  const [environments, groups, freezes] = await Promise.all([
    listEnvironments(ctx),
    listGroups(ctx),
    listFreezes(ctx),
  ]);
  const { role } = ctx.actor;
  const now = ctx.now().toISOString();
  const everything = freezes.find(({ scope }) => scope === "everything");
  return (
    <>
      <PageHeader
        title="Environments"
        action={
          <div className="flex flex-wrap gap-2">
            {role !== "auditor" && !everything && (
              <FreezeButton
                of={{ environment: null, name: "everything" }}
                freeze={freezeNow}
                label="Freeze everything"
              />
            )}
            {role === "admin" && <NewEnvironment groups={groups} />}
          </div>
        }
      >
        Where operations happen, and who must approve there. While one is frozen, nothing runs in
        it.
      </PageHeader>
      {everything && (
        <div className="mb-4">
          <Card label="Everything is frozen" title={<Frozen word="Everything is frozen" />}>
            <div className="grid gap-3 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
              <p className="text-sm text-muted">
                <FreezeFacts freeze={everything} serverTime={now} />
                {role !== "admin" && ". An admin can lift it."}
              </p>
              {role === "admin" && <Lift freeze={everything} name="everything" now={now} />}
            </div>
          </Card>
        </div>
      )}
      <Listing
        label="Environments"
        none="None yet. An agent can only ask for what happens in a registered environment."
        items={environments.map((environment) => {
          const frozen = freezes.find((freeze) => freeze.environment?.id === environment.id);
          const { slug } = environment;
          return {
            id: environment.id,
            name: (
              <>
                {slug} {environment.kind !== slug && <Chip>{environment.kind}</Chip>}
                {(frozen ?? everything) && (
                  <Chip tone="accent">
                    <Frozen word="Frozen" />
                  </Chip>
                )}
              </>
            ),
            facts: (
              <>
                <p>
                  At least {environment.approvals_required} of {environment.group.name} must
                  approve; the <Link href="/policy">policy</Link> may ask for more
                </p>
                {frozen && (
                  <p>
                    <FreezeFacts freeze={frozen} serverTime={now} />
                    {role !== "admin" && ". An admin can lift it."}
                  </p>
                )}
              </>
            ),
            acts: (
              <>
                {role !== "auditor" && !frozen && !everything && (
                  <FreezeButton
                    of={{ environment: environment.id, name: slug }}
                    freeze={freezeNow}
                    label="Freeze"
                  />
                )}
                {role === "admin" && frozen && <Lift freeze={frozen} name={slug} now={now} />}
              </>
            ),
          };
        })}
      />
    </>
  );
}

const Frozen = ({ word }: { word: string }) => (
  <>
    <Snowflake aria-hidden="true" /> {word}
  </>
);

const Lift = ({ freeze, name, now }: { freeze: FreezeView; name: string; now: string }) => (
  <LiftButton freeze={freeze} name={name} serverTime={now} begin={beginLift} lift={lift} />
);

const NewEnvironment = ({ groups }: { groups: readonly GroupView[] }) => (
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
);
