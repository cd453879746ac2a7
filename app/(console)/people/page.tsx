import { CalendarOff, KeyRound } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Delegations } from "@/components/absence/delegations";
import { HandOver } from "@/components/absence/hand-over";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { Chip } from "@/components/ui/chip";
import { Ago, Clock } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import { Warning } from "@/components/ui/warning";
import type { DelegationView } from "@/lib/contract/delegation";
import type { GroupView } from "@/lib/contract/group";
import type { UserView } from "@/lib/contract/user";
import { listDelegations } from "@/lib/services/delegation/list";
import { listGroups } from "@/lib/services/group/list";
import { listUsers } from "@/lib/services/user/list";
import { requireOverseer } from "@/lib/web/session";
import {
  addToGroup,
  changeRole,
  endSessions,
  handOverSeats,
  invite,
  isBack,
  mailArrives,
  newGroup,
  reinstate,
  removeFromGroup,
  revokeDelegation,
  suspend,
} from "./actions";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const ctx = await requireOverseer("/people");
  const mayChange = ctx.actor.role === "admin";
  const [people, groups, delegations] = await Promise.all([
    listUsers(ctx),
    listGroups(ctx),
    mayChange ? listDelegations(ctx) : [],
  ]);
  const now = ctx.now().toISOString();
  return (
    <>
      <PageHeader title="People" action={mayChange && <Invite groups={groups} />}>
        Who may look, and who may decide. Nobody decides without being in a reviewer group.
      </PageHeader>
      <Listing
        label="People"
        none="Nobody yet."
        items={people.map((person) => ({
          id: person.id,
          name: (
            <>
              {person.name} <Chip>{person.role}</Chip>
              {person.status === "suspended" && <Chip tone="warn">Suspended</Chip>}
              {person.away_until && (
                <Chip>
                  <CalendarOff aria-hidden="true" /> away until <Clock at={person.away_until} day />
                </Chip>
              )}
              {person.passkeys > 0 && (
                <Chip tone="ok">
                  <KeyRound aria-hidden="true" /> passkey
                </Chip>
              )}
            </>
          ),
          facts: (
            <>
              {person.mail_bounce && (
                <p>
                  <Warning>
                    Mail bounces, first <Ago at={person.mail_bounce.at} serverTime={now} />, so
                    approvals aren't asked for by mail:{" "}
                    <Untrusted text={person.mail_bounce.reason} />
                  </Warning>
                </p>
              )}
              <p>
                {person.email} ·{" "}
                {person.groups.length > 0 ? person.groups.join(", ") : "in no group"} ·{" "}
                {person.last_seen_at ? (
                  <>
                    seen <Ago at={person.last_seen_at} serverTime={now} />
                  </>
                ) : (
                  "never signed in"
                )}
              </p>
              {person.status === "suspended" && person.live_keys > 0 && (
                <TheirKeys n={person.live_keys} />
              )}
            </>
          ),
          acts: mayChange && (
            <>
              {person.mail_bounce && (
                <ActButton
                  label="Mail works again"
                  act={mailArrives.bind(null, { user: person.id })}
                />
              )}
              {person.away_until && (
                <ActButton label="Mark as back" act={isBack.bind(null, { user: person.id })} />
              )}
              {person.id !== ctx.actor.userId && <Standing person={person} />}
            </>
          ),
        }))}
      />
      {mayChange && <StandingIn people={people} delegations={delegations} />}
      <Groups groups={groups} people={people} mayChange={mayChange} />
    </>
  );
}

/** An agent's goes on working, so that what runs by itself does; an admin decides. */
const TheirKeys = ({ n }: { n: number }) => (
  <p>
    <Warning>
      {n === 1 ? "a key that they made isn't revoked" : `${n} keys that they made aren't revoked`}:{" "}
      <Link href="/keys">look at the keys</Link>
    </Warning>
  </p>
);

function Standing({ person }: { person: UserView }) {
  return person.status === "active" ? (
    <>
      <CreateForm
        open="Role"
        size="row"
        submit="Change"
        save={changeRole.bind(null, person.id)}
        fields={[
          {
            name: "role",
            label: `What ${person.name} may do`,
            type: "select",
            value: person.role,
            options: ROLE_OPTIONS,
          },
        ]}
      />
      <ActButton
        label="End sessions"
        confirm={`Sign ${person.name} out everywhere`}
        act={endSessions.bind(null, { user: person.id })}
      />
      <ActButton
        label="Suspend"
        confirm={`Suspend ${person.name}: sessions end, approvals are void`}
        act={suspend.bind(null, { user: person.id })}
      />
    </>
  ) : (
    <ActButton label="Reinstate" act={reinstate.bind(null, { user: person.id })} />
  );
}

const ROLE_OPTIONS = [
  { value: "reviewer", label: "Reviewer: decides, where a group of theirs is asked" },
  { value: "admin", label: "Admin: also sets things up" },
  { value: "auditor", label: "Auditor: only looks" },
];

function StandingIn({
  people,
  delegations,
}: {
  people: readonly UserView[];
  delegations: readonly DelegationView[];
}) {
  const deciders = people.filter(({ status, role }) => status === "active" && role !== "auditor");
  return (
    <section aria-labelledby="standing-in" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="standing-in" className="text-lg font-semibold">
          Standing in
        </h2>
        <HandOver
          label="Hand over seats"
          from={deciders.filter(({ groups }) => groups.length > 0)}
          to={deciders}
          save={handOverSeats}
        />
      </div>
      <Delegations
        delegations={delegations}
        none="Nobody stands in for anybody."
        revoke={revokeDelegation}
      />
    </section>
  );
}

function Invite({ groups }: { groups: readonly GroupView[] }) {
  return (
    <CreateForm
      open="Invite"
      submit="Invite"
      save={invite}
      fields={[
        { name: "email", label: "Email address", type: "email", required: true },
        { name: "name", label: "Name", required: true },
        {
          name: "role",
          label: "Role",
          type: "select",
          options: ROLE_OPTIONS,
        },
        {
          name: "group",
          label: "Reviewer group",
          type: "select",
          options: [
            ...groups.map((group) => ({ value: group.slug, label: group.name })),
            { value: "", label: "None" },
          ],
        },
        {
          name: "send",
          label: "How",
          type: "select",
          options: [
            { value: "mail", label: "Mail an invitation" },
            { value: "link", label: "Only give me the link" },
          ],
        },
      ]}
    />
  );
}

function Groups({
  groups,
  people,
  mayChange,
}: {
  groups: readonly GroupView[];
  people: readonly UserView[];
  mayChange: boolean;
}) {
  return (
    <section aria-labelledby="groups" className="mt-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="groups" className="text-lg font-semibold">
          Reviewer groups
        </h2>
        {mayChange && (
          <div className="flex flex-wrap gap-2">
            <CreateForm
              open="Add to a group"
              submit="Add"
              save={addToGroup}
              fields={[
                {
                  name: "user",
                  label: "Person",
                  type: "select",
                  options: people.map((person) => ({ value: person.id, label: person.name })),
                },
                {
                  name: "group",
                  label: "Group",
                  type: "select",
                  options: groups.map((group) => ({ value: group.slug, label: group.name })),
                },
              ]}
            />
            <CreateForm
              open="New group"
              submit="Create"
              save={newGroup}
              fields={[
                {
                  name: "slug",
                  label: "Short name",
                  hint: "Lower case, e.g. sre.",
                  required: true,
                },
                { name: "name", label: "Name", placeholder: "Site reliability" },
              ]}
            />
          </div>
        )}
      </div>
      <Listing
        label="Groups"
        none="None yet. An environment needs one."
        items={groups.map((group) => ({
          id: group.id,
          name: (
            <>
              {group.name} {group.name.toLowerCase() !== group.slug && <Chip>{group.slug}</Chip>}
            </>
          ),
          facts: (
            <>
              <p>
                {group.environments.length > 0
                  ? `decides for ${group.environments.join(", ")}`
                  : "decides for no environment"}
              </p>
              {group.members.length === 0 && (
                <p>
                  <Warning>nobody is in it</Warning>
                </p>
              )}
              <ul className="mt-1 grid gap-1">
                {group.members.map((member) => (
                  <li key={member.id} className="flex flex-wrap items-center gap-2">
                    <span>
                      {member.name} <span className="text-faint">{member.email}</span>
                    </span>
                    {!member.decides && <Chip tone="warn">can't decide</Chip>}
                    {member.source === "provider" && <Chip>by single sign-on</Chip>}
                    {mayChange && (
                      <ActButton
                        label="Remove"
                        confirm={
                          member.source === "provider"
                            ? `Remove ${member.name} until they sign in again`
                            : `Remove ${member.name}`
                        }
                        act={removeFromGroup.bind(null, { group: group.slug, user: member.id })}
                      />
                    )}
                  </li>
                ))}
              </ul>
            </>
          ),
        }))}
      />
    </section>
  );
}
