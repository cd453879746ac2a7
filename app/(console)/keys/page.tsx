import type { Metadata } from "next";
import { Fragment } from "react";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { Chip } from "@/components/ui/chip";
import { Ago } from "@/components/ui/time";
import { Warning } from "@/components/ui/warning";
import type { KeyView } from "@/lib/contract/key";
import { listAgents } from "@/lib/services/agent/list";
import { listEnforcementPoints } from "@/lib/services/enforcement-point/list";
import { listKeys } from "@/lib/services/key/list";
import { requireOverseer } from "@/lib/web/session";
import { issue, revoke } from "./actions";

export const metadata: Metadata = { title: "Keys" };

export default async function KeysPage() {
  const ctx = await requireOverseer("/keys");
  const mayChange = ctx.actor.role === "admin";
  const [keys, agents, points] = await Promise.all([
    listKeys(ctx, { limit: 200 }),
    listAgents(ctx),
    listEnforcementPoints(ctx),
  ]);
  const now = ctx.now().toISOString();
  return (
    <>
      <PageHeader
        title="Keys"
        action={
          mayChange && (
            <CreateForm
              open="New key"
              submit="Issue"
              save={issue}
              fields={[
                {
                  name: "of",
                  label: "For",
                  type: "select",
                  options: [
                    ...agents
                      .filter((a) => !a.disabled_at)
                      .map((a) => ({ value: `agent:${a.id}`, label: `Agent ${a.name}` })),
                    ...points
                      .filter((p) => !p.disabled_at)
                      .map((p) => ({
                        value: `enforce:${p.id}`,
                        label: `Enforcement point ${p.name}`,
                      })),
                    { value: "audit", label: "Reading the audit log" },
                    { value: "admin", label: "Administration (infrastructure as code)" },
                  ],
                },
                {
                  name: "name",
                  label: "Where it is used",
                  placeholder: "CI of the web repository",
                },
                {
                  name: "environments",
                  label: "Environments (agents only)",
                  value: "staging",
                  hint: "As little as it needs; * stands for anything.",
                },
                {
                  name: "actions",
                  label: "Actions (agents only)",
                  placeholder: "railway.volume.*",
                },
                {
                  name: "resources",
                  label: "Resources (agents only)",
                  placeholder: "railway.volume:vol_*",
                  hint: "type:id",
                },
                {
                  name: "days",
                  label: "Expires after days",
                  type: "number",
                  value: "30",
                  hint: "90 at most.",
                },
              ]}
            />
          )
        }
      >
        A key can never approve. You can't approve requests made with a key you created.
      </PageHeader>
      <Listing
        label="Keys"
        none="None yet."
        items={keys.items.map((key) => ({
          id: key.id,
          name: (
            <>
              <code>{key.prefix}…</code>
              <Chip tone={key.state === "active" ? "ok" : "neutral"}>{key.state}</Chip>
              {key.name}
            </>
          ),
          facts: (
            <>
              <p>
                <Holder held={key} />
              </p>
              <p>
                expires <Ago at={key.expires_at} serverTime={now} />,{" "}
                {key.last_used_at ? (
                  <>
                    last used <Ago at={key.last_used_at} serverTime={now} />
                    {key.last_used_address && ` from ${key.last_used_address}`}
                  </>
                ) : (
                  "never used"
                )}
                , issued by {key.created_by}
              </p>
            </>
          ),
          acts: mayChange && key.state === "active" && (
            <ActButton
              label="Revoke"
              confirm="Revoke: it stops working at once"
              act={revoke.bind(null, { id: key.id })}
            />
          ),
        }))}
      />
    </>
  );
}

function Holder({ held }: { held: KeyView }) {
  if (held.agent && held.scope)
    return (
      <>
        agent {held.agent.name}: <Scope scope={held.scope} />
      </>
    );
  if (held.enforcement_point) return `enforcement point ${nameAndAudience(held.enforcement_point)}`;
  return held.kind === "audit" ? "reads the audit log" : "administers";
}

const nameAndAudience = ({ name, audience }: NonNullable<KeyView["enforcement_point"]>) =>
  name === audience ? audience : `${name} (${audience})`;

/** What a key may ask for; where that has no limit, in words that are seen. */
function Scope({ scope }: { scope: NonNullable<KeyView["scope"]> }) {
  const parts = [
    ["any environment", "in", scope.environments],
    ["any action", "action", scope.actions],
    ["any resource", "resource", scope.resources],
  ] as const;
  const isUnlimited = (patterns: readonly string[]) => patterns.includes("*");
  if (parts.every(([, , patterns]) => isUnlimited(patterns)))
    return <Warning>may ask for anything, anywhere</Warning>;
  return parts.map(([unlimited, what, patterns], i) => (
    <Fragment key={what}>
      {i > 0 && ", "}
      {isUnlimited(patterns) ? (
        <Warning>{unlimited}</Warning>
      ) : (
        <>
          {what} <code>{patterns.join(", ")}</code>
        </>
      )}
    </Fragment>
  ));
}
