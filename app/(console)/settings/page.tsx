import { CalendarOff, KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { Delegations } from "@/components/absence/delegations";
import { HandOver } from "@/components/absence/hand-over";
import { ActButton } from "@/components/admin/act-button";
import { CreateForm } from "@/components/admin/create-form";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { THEME_COOKIE, themeFrom } from "@/components/layout/theme";
import { ThemeChoice } from "@/components/layout/theme-choice";
import { MailSwitches } from "@/components/settings/mail-switches";
import { AddPasskey } from "@/components/sign-in/add-passkey";
import { RecoveryCodes } from "@/components/sign-in/recovery-codes";
import { RemovePasskey } from "@/components/sign-in/remove-passkey";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Ago, Clock } from "@/components/ui/time";
import { Warning } from "@/components/ui/warning";
import type { DelegationView } from "@/lib/contract/delegation";
import { listOwnDelegations, listPossibleDelegates } from "@/lib/services/delegation/list";
import { listMailSwitches } from "@/lib/services/mail/list-switches";
import { listPasskeys, type PasskeyView } from "@/lib/services/passkey/list";
import { countRecoveryCodes, type RecoveryCodesView } from "@/lib/services/recovery-code/count";
import { listSessions, type SessionView } from "@/lib/services/session/list";
import { readAway } from "@/lib/services/user/set-away";
import { currentPerson, requireReviewer } from "@/lib/web/session";
import {
  beginPasskey,
  beginPasskeyChange,
  beginRecoveryCodes,
  comeBack,
  endOwnSession,
  finishPasskey,
  goAway,
  handOver,
  newRecoveryCodes,
  removeOwnPasskey,
  renameOwnPasskey,
  revokeOwn,
  signOutEverywhere,
  switchOwnMail,
} from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const ctx = await requireReviewer("/settings");
  const [person, mail, passkeys, codes, sessions, jar, away, delegations, delegates] =
    await Promise.all([
      currentPerson(),
      listMailSwitches(ctx),
      listPasskeys(ctx),
      countRecoveryCodes(ctx),
      listSessions(ctx),
      cookies(),
      readAway(ctx),
      listOwnDelegations(ctx),
      listPossibleDelegates(ctx),
    ]);
  const now = ctx.now().toISOString();
  return (
    <div className="grid gap-4">
      <PageHeader title="Settings">
        {person.name}, {person.role}
      </PageHeader>
      <Passkeys passkeys={passkeys} now={now} />
      <Recovery codes={codes} now={now} />
      {ctx.actor.role !== "auditor" && (
        <Absence away={away} delegations={delegations} delegates={delegates} />
      )}
      <MailSwitches switches={mail} act={switchOwnMail} />
      <Sessions sessions={sessions} now={now} />
      <Card label="Appearance" title="Appearance">
        <ThemeChoice current={themeFrom(jar.get(THEME_COOKIE)?.value)} />
      </Card>
    </div>
  );
}

function Passkeys({ passkeys, now }: { passkeys: readonly PasskeyView[]; now: string }) {
  return (
    <section aria-labelledby="passkeys" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="passkeys" className="text-lg font-semibold">
          Passkeys
        </h2>
        <AddPasskey
          label="Add a passkey"
          touch={beginPasskeyChange.bind(null, undefined)}
          begin={beginPasskey}
          finish={finishPasskey}
        />
      </div>
      <Listing
        label="Passkeys"
        none="None yet. With one you sign in, and decide on a phone, with a touch."
        items={passkeys.map((passkey) => ({
          id: passkey.id,
          name: (
            <>
              <KeyRound aria-hidden="true" className="size-4" /> {passkey.name}
              <Chip>{passkey.backed_up ? "synced" : "on one device"}</Chip>
            </>
          ),
          facts: (
            <>
              added <Ago at={passkey.created_at} serverTime={now} />,{" "}
              {passkey.last_used_at ? (
                <>
                  last used <Ago at={passkey.last_used_at} serverTime={now} />
                </>
              ) : (
                "never used"
              )}
            </>
          ),
          acts: (
            <>
              <CreateForm
                open="Rename"
                size="row"
                submit="Rename"
                save={renameOwnPasskey.bind(null, passkey.id)}
                fields={[{ name: "name", label: "Name", value: passkey.name, required: true }]}
              />
              <RemovePasskey
                id={passkey.id}
                name={passkey.name}
                touch={beginPasskeyChange.bind(null, undefined)}
                remove={removeOwnPasskey}
              />
            </>
          ),
        }))}
      />
    </section>
  );
}

/** So few are left that new ones should be made before they are needed. */
const FEW = 3;

function Recovery({ codes, now }: { codes: RecoveryCodesView; now: string }) {
  return (
    <section aria-labelledby="recovery" className="grid gap-2">
      <h2 id="recovery" className="text-lg font-semibold">
        Recovery codes
      </h2>
      <Card label="Recovery codes">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-sm text-muted">
            {codes.made_at === null ? (
              <Warning>
                None yet: lose your passkey and your mailbox, and you are locked out
              </Warning>
            ) : (
              <>
                {codes.left <= FEW ? (
                  <Warning>{codes.left === 1 ? "1 is" : `${codes.left} are`} left</Warning>
                ) : (
                  `${codes.left} are left`
                )}
                , made <Ago at={codes.made_at} serverTime={now} />
              </>
            )}
          </p>
          <RecoveryCodes
            label={codes.made_at === null ? "Make recovery codes" : "Make new ones"}
            replaces={codes.left}
            begin={beginRecoveryCodes.bind(null, undefined)}
            make={newRecoveryCodes}
          />
        </div>
      </Card>
    </section>
  );
}

function Absence({
  away,
  delegations,
  delegates,
}: {
  away: string | null;
  delegations: readonly DelegationView[];
  delegates: readonly { id: string; name: string }[];
}) {
  return (
    <section aria-labelledby="absence" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="absence" className="text-lg font-semibold">
          When you are away
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          {away === null ? (
            <CreateForm
              open="Set me away"
              icon={<CalendarOff aria-hidden="true" className="size-4" />}
              tone="plain"
              submit="Set me away"
              save={goAway}
              fields={[
                {
                  name: "until",
                  label: "Until",
                  hint: "Until then you aren't mailed, nor counted on.",
                  type: "datetime-local",
                  required: true,
                },
              ]}
            />
          ) : (
            <ActButton label="I'm back" act={comeBack.bind(null, undefined)} />
          )}
          <HandOver label="Hand over my seats" to={delegates} save={handOver} />
        </div>
      </div>
      <p className="text-sm text-muted">
        {away === null ? (
          "You are available: you are asked when one of your groups is."
        ) : (
          <>
            You are away until{" "}
            <b className="font-semibold text-text">
              <Clock at={away} day />
            </b>
            . Until then you aren't counted on, and may still decide.
          </>
        )}
      </p>
      <Delegations
        delegations={delegations}
        none="Nobody stands in for you, nor you for anybody."
        revoke={revokeOwn}
      />
    </section>
  );
}

const METHODS = {
  setup: "by the set-up link",
  link: "by a one-time link",
  email: "by mail",
  passkey: "by passkey",
  oidc: "by single sign-on",
  recovery_code: "by a recovery code",
} as const;

function Sessions({ sessions, now }: { sessions: readonly SessionView[]; now: string }) {
  return (
    <section aria-labelledby="sessions" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="sessions" className="text-lg font-semibold">
          Where you are signed in
        </h2>
        <ActButton
          label="Sign out everywhere"
          confirm="Sign out everywhere, here too"
          act={signOutEverywhere.bind(null, undefined)}
        />
      </div>
      <Listing
        label="Sessions"
        none="Nowhere."
        items={sessions.map((session) => ({
          id: session.id,
          name: (
            <>
              {browserName(session.user_agent)}
              {session.current && <Chip tone="ok">this browser</Chip>}
            </>
          ),
          facts: (
            <>
              signed in {METHODS[session.method]} <Ago at={session.created_at} serverTime={now} />,
              last seen <Ago at={session.last_seen_at} serverTime={now} />
            </>
          ),
          acts: (
            <ActButton
              label={session.current ? "Sign out" : "End"}
              act={endOwnSession.bind(null, { id: session.id })}
            />
          ),
        }))}
      />
    </section>
  );
}

const BROWSERS = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
const SYSTEMS = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Mac OS X/, "macOS"],
  [/Windows/, "Windows"],
  [/Linux/, "Linux"],
] as const;

/** "Chrome on macOS": what a user agent says of itself, for telling one's own sessions apart. */
function browserName(userAgent: string | null): string {
  const named = (table: typeof BROWSERS | typeof SYSTEMS) =>
    table.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const system = named(SYSTEMS);
  return `${named(BROWSERS) ?? "A browser"}${system ? ` on ${system}` : ""}`;
}
