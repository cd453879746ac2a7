import type { Metadata } from "next";
import Link from "next/link";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { personOptions } from "@/components/admin/person-options";
import { PageHeader } from "@/components/layout/page-header";
import { Chip } from "@/components/ui/chip";
import { Warning } from "@/components/ui/warning";
import type { AgentView } from "@/lib/contract/agent";
import { listAgents } from "@/lib/services/agent/list";
import { listUsers } from "@/lib/services/user/list";
import { requireOverseer } from "@/lib/web/session";
import { budget, create, disable } from "./actions";

export const metadata: Metadata = { title: "Agents" };

export default async function AgentsPage() {
  const ctx = await requireOverseer("/agents");
  const mayChange = ctx.actor.role === "admin";
  const [agents, people] = await Promise.all([listAgents(ctx), listUsers(ctx)]);
  return (
    <>
      <PageHeader
        title="Agents"
        action={
          mayChange && (
            <CreateForm
              open="New agent"
              submit="Register"
              save={create}
              fields={[
                {
                  name: "name",
                  label: "Name",
                  hint: "Lower case, e.g. deploy-bot.",
                  required: true,
                },
                { name: "description", label: "What it does" },
                {
                  name: "owner",
                  label: "Owner",
                  hint: "Answers for it, and so can't approve what it asks.",
                  type: "select",
                  options: personOptions(people),
                },
                {
                  name: "kind",
                  label: "What it asks for",
                  hint: "What a canary asks for is never permitted. Reviewers learn that it was one once they have decided.",
                  type: "select",
                  options: [
                    { value: "agent", label: "Is meant" },
                    { value: "canary", label: "Is planted, to see whether it is read (a canary)" },
                  ],
                },
              ]}
            />
          )
        }
      >
        Who may ask. An agent's <Link href="/keys">key</Link> can submit and wait, and nothing else.
      </PageHeader>
      <Listing
        label="Agents"
        none="None yet."
        items={agents.map((agent) => ({
          id: agent.id,
          name: (
            <>
              {agent.name} {agent.canary && <Chip>canary</Chip>}{" "}
              {agent.disabled_at && <Chip>Disabled</Chip>}
            </>
          ),
          facts: (
            <>
              {agent.description && <p>{agent.description}</p>}
              <p>
                {agent.live_keys === 1 ? "1 live key" : `${agent.live_keys} live keys`}
                {agent.owner ? (
                  `, owned by ${agent.owner.name}`
                ) : (
                  <>
                    , <Warning>no owner</Warning>
                  </>
                )}
              </p>
              <p>{budgetText(agent)}</p>
            </>
          ),
          acts: mayChange && !agent.disabled_at && (
            <>
              <Budget agent={agent} />
              <ActButton
                label="Disable"
                confirm={`Disable ${agent.name}: refuse its keys, and what it was permitted`}
                act={disable.bind(null, { agent: agent.id })}
              />
            </>
          ),
        }))}
      />
    </>
  );
}

function budgetText({ max_pending, max_per_hour }: AgentView): string {
  const parts = [
    max_pending === null ? "" : `${max_pending} waiting at once`,
    max_per_hour === null ? "" : `${max_per_hour} an hour`,
  ].filter((part) => part !== "");
  return parts.length > 0 ? `may ask: ${parts.join(", ")}` : "may ask as often as it likes";
}

function Budget({ agent }: { agent: AgentView }) {
  return (
    <CreateForm
      open="Budget"
      size="row"
      submit="Save"
      save={budget}
      fields={[
        {
          name: "agent",
          label: "Agent",
          type: "select",
          options: [{ value: agent.id, label: agent.name }],
        },
        {
          name: "max_pending",
          label: "Waiting at once",
          hint: "Empty: any number.",
          value: agent.max_pending?.toString() ?? "",
        },
        {
          name: "max_per_hour",
          label: "Asked within an hour",
          hint: "Empty: any number.",
          value: agent.max_per_hour?.toString() ?? "",
        },
      ]}
    />
  );
}
