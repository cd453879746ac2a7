import type { Metadata } from "next";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { RoleCard } from "@/components/connections/role-card";
import { WhyConnections } from "@/components/connections/why";
import { PageHeader } from "@/components/layout/page-header";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ConnectionView } from "@/lib/contract/connection";
import { listConnections } from "@/lib/services/connection/list";
import { listEnvironments } from "@/lib/services/environment/list";
import { requireOverseer } from "@/lib/web/session";
import { register, remove } from "./actions";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const ctx = await requireOverseer("/connections");
  const mayChange = ctx.actor.role === "admin";
  const [connections, environments] = await Promise.all([
    listConnections(ctx),
    listEnvironments(ctx),
  ]);
  const now = ctx.now().toISOString();
  return (
    <>
      <PageHeader
        title="Connections"
        action={
          mayChange && (
            <CreateForm
              open="Register a database"
              submit="Look into it and register"
              save={register}
              fields={fieldsFor(environments.map(({ slug }) => slug))}
            />
          )
        }
      >
        Live databases in which is counted, by reading alone, what a statement would hit.
      </PageHeader>
      <div className="grid gap-4">
        {connections.length === 0 ? (
          <WhyConnections />
        ) : (
          <Listing
            label="Connections"
            none=""
            items={connections.map((connection) => ({
              id: connection.id,
              name: connection.name,
              facts: <Facts connection={connection} now={now} />,
              acts: mayChange && (
                <ActButton
                  label="Remove"
                  confirm={`Remove ${connection.name}: nothing is counted in it any more`}
                  act={remove.bind(null, { connection: connection.id })}
                />
              ),
            }))}
          />
        )}
        {mayChange && <RoleCard />}
      </div>
    </>
  );
}

const fieldsFor = (environments: readonly string[]) => [
  { name: "name", label: "Name", placeholder: "shop", required: true },
  {
    name: "environment",
    label: "Environment",
    type: "select" as const,
    options: environments.map((slug) => ({ value: slug, label: slug })),
  },
  {
    name: "resources",
    label: "Resources that live in it",
    value: "*",
    hint: "type:id, where * stands for anything. The longest pattern that matches is looked into.",
    required: true,
  },
  {
    name: "url",
    label: "URL",
    type: "password" as const,
    hint: "postgresql://role:password@host:port/database?sslmode=verify-full. It is kept encrypted and never shown again.",
    required: true,
  },
];

function Facts({ connection, now }: { connection: ConnectionView; now: string }) {
  const { host, port, database, username, definer_functions: functions } = connection;
  return (
    <>
      <p>
        <code>
          <Untrusted text={database} />
        </code>{" "}
        at <code>{`${host}:${port}`}</code>, as{" "}
        <code>
          <Untrusted text={username} />
        </code>
        , PostgreSQL <Untrusted text={connection.server_version} />
      </p>
      <p>
        {connection.environment} · <code>{connection.resources}</code> · registered{" "}
        <Ago at={connection.created_at} serverTime={now} />
      </p>
      {functions.length > 0 && (
        <p>
          The role may call functions that run with their owner's rights, which Countersign never
          does: <Untrusted text={functions.join(", ")} />
        </p>
      )}
    </>
  );
}
