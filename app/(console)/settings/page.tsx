import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { ActButton } from "@/components/admin/act-button";
import { Listing } from "@/components/admin/listing";
import { PageHeader } from "@/components/layout/page-header";
import { THEME_COOKIE, themeFrom } from "@/components/layout/theme";
import { ThemeChoice } from "@/components/layout/theme-choice";
import { AddPasskey } from "@/components/sign-in/add-passkey";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Ago } from "@/components/ui/time";
import { listPasskeys, type PasskeyView } from "@/lib/services/passkey/list";
import { listSessions, type SessionView } from "@/lib/services/session/list";
import { currentPerson, requireReviewer } from "@/lib/web/session";
import {
  beginPasskey,
  endOwnSession,
  finishPasskey,
  removeOwnPasskey,
  signOutEverywhere,
} from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const ctx = await requireReviewer("/settings");
  const [person, passkeys, sessions, jar] = await Promise.all([
    currentPerson(),
    listPasskeys(ctx),
    listSessions(ctx),
    cookies(),
  ]);
  const now = ctx.now().toISOString();
  return (
    <div className="grid gap-4">
      <PageHeader title="Settings">
        {person.name}, {person.role}
      </PageHeader>
      <Passkeys passkeys={passkeys} now={now} />
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
          begin={beginPasskey.bind(null, undefined)}
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
            <ActButton
              label="Remove"
              confirm={`Remove ${passkey.name}`}
              act={removeOwnPasskey.bind(null, { id: passkey.id })}
            />
          ),
        }))}
      />
    </section>
  );
}

const METHODS = {
  setup: "by the set-up link",
  link: "by a one-time link",
  email: "by mail",
  passkey: "by passkey",
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
