import type { Metadata } from "next";
import Link from "next/link";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { personOptions } from "@/components/admin/person-options";
import { SchemaFacts } from "@/components/enforcement-points/schema-facts";
import { SchemaForm } from "@/components/enforcement-points/schema-form";
import { PageHeader } from "@/components/layout/page-header";
import { plainName } from "@/components/operation/plain-name";
import { Chip } from "@/components/ui/chip";
import { listEnforcementPoints } from "@/lib/services/enforcement-point/list";
import { listGraphqlSchemas } from "@/lib/services/graphql-schema/list";
import { listUsers } from "@/lib/services/user/list";
import { requireOverseer } from "@/lib/web/session";
import { create, disable, registerSchema, removeSchema } from "./actions";

export const metadata: Metadata = { title: "Enforcement points" };

export default async function EnforcementPointsPage() {
  const ctx = await requireOverseer("/enforcement-points");
  const mayChange = ctx.actor.role === "admin";
  const [points, people, schemas] = await Promise.all([
    listEnforcementPoints(ctx),
    listUsers(ctx),
    listGraphqlSchemas(ctx),
  ]);
  const schemaOf = new Map(schemas.map((schema) => [schema.enforcement_point, schema]));
  const now = ctx.now().toISOString();
  return (
    <>
      <PageHeader
        title="Enforcement points"
        action={
          mayChange && (
            <CreateForm
              open="New enforcement point"
              submit="Register"
              save={create}
              fields={[
                { name: "name", label: "Name", required: true },
                {
                  name: "audience",
                  label: "Audience",
                  hint: "A URI that names it. Grants are made out to exactly this.",
                  placeholder: "https://infra.example.com",
                  required: true,
                },
                {
                  name: "operator",
                  label: "Operator",
                  hint: "Runs it, and so can't approve what it executes.",
                  type: "select",
                  options: personOptions(people),
                },
              ]}
            />
          )
        }
      >
        What executes. It alone holds the real credential; its <Link href="/keys">key</Link> redeems
        grants.
      </PageHeader>
      <Listing
        label="Enforcement points"
        none="None yet."
        items={points.map((point) => {
          const schema = schemaOf.get(point.id);
          return {
            id: point.id,
            name: (
              <>
                {plainName(point.name)} {point.disabled_at && <Chip>Disabled</Chip>}
              </>
            ),
            facts: (
              <>
                <p>
                  <code>{point.audience}</code> ·{" "}
                  {point.live_keys === 1 ? "1 live key" : `${point.live_keys} live keys`}
                  {point.operator && `, run by ${point.operator.name}`}
                </p>
                {schema && <SchemaFacts schema={schema} now={now} />}
              </>
            ),
            acts: mayChange && !point.disabled_at && (
              <>
                <SchemaForm
                  point={point}
                  replaces={schema !== undefined}
                  save={registerSchema.bind(null, point.id)}
                />
                {schema && (
                  <ActButton
                    label="Remove schema"
                    confirm={`Remove the schema of ${point.name}`}
                    act={removeSchema.bind(null, { id: point.id })}
                  />
                )}
                <ActButton
                  label="Disable"
                  confirm={`Disable ${point.name}: it redeems nothing more`}
                  act={disable.bind(null, { enforcement_point: point.id })}
                />
              </>
            ),
          };
        })}
      />
    </>
  );
}
