import Link from "next/link";
import type { ReactNode } from "react";
import { FrozenBanner } from "@/components/freeze/frozen-banner";
import { Nav } from "@/components/layout/nav";
import { listFreezes } from "@/lib/services/freeze/list";
import { countForReviewer } from "@/lib/services/operation/inbox";
import { freezeNow } from "./environments/actions";
import { Alert } from "@/components/ui/alert";
import { findPolicyFault } from "@/lib/services/policy/fault";
import { signOut } from "./settings/actions";
import { currentPerson, currentReviewer } from "@/lib/web/session";

/** Only lays out: each page and action asks for itself who is there, and leads to sign-in and back. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await currentReviewer();
  if (!ctx) return children;
  const [person, waiting, freezes, fault] = await Promise.all([
    currentPerson(),
    countForReviewer(ctx),
    listFreezes(ctx),
    ctx.actor.role === "admin" ? findPolicyFault(ctx) : null,
  ]);
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[216px_minmax(0,1fr)]">
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-accent p-3 text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <header>
        <Nav
          person={person}
          waiting={waiting}
          freeze={freezeNow}
          signOut={signOut.bind(null, undefined)}
        />
      </header>
      <div className="min-w-0">
        <FrozenBanner freezes={freezes} serverTime={ctx.now().toISOString()} />
        <main id="main" className="w-full max-w-[1240px] min-w-0 p-3.5 pb-28 md:px-7 md:py-6">
          {fault !== null && (
            <div className="mb-4">
              <Alert>
                <b>Nothing is let through.</b> The policy can’t be used: {fault} Every submission
                and every grant is refused until you <Link href="/policy">mend it</Link>.
              </Alert>
            </div>
          )}
          {children}
        </main>
      </div>
    </div>
  );
}
