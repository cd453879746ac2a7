import type { Metadata } from "next";
import { beginPasskey, beginPasskeyChange, finishPasskey } from "@/app/(console)/settings/actions";
import { AddPasskey } from "@/components/sign-in/add-passkey";
import { Card } from "@/components/ui/card";
import { nextUrl } from "@/lib/web/enter";
import { requireReviewer } from "@/lib/web/session";

export const metadata: Metadata = { title: "Add a passkey" };

/** Offered in a person's first session, and never in the way. */
export default async function WelcomePage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string }>;
}) {
  const { next } = await searchParams;
  const ctx = await requireReviewer("/welcome");
  const onwards = nextUrl(ctx.config.publicUrl, next);
  return (
    <>
      <div>
        <h1>Add a passkey</h1>
        <p className="mt-1 text-muted">
          Sign in and decide with a touch, also on a phone at night. It can't be phished, and there
          is no mail to wait for.
        </p>
      </div>
      <Card label="Your passkey">
        <div className="grid gap-3">
          <AddPasskey
            label="Add a passkey"
            touch={beginPasskeyChange.bind(null, undefined)}
            begin={beginPasskey}
            finish={finishPasskey}
            then={onwards}
          />
          <a href={onwards} className="py-2 text-center text-muted">
            Not now
          </a>
        </div>
      </Card>
      <p className="text-sm text-muted">You find it in the settings later on.</p>
    </>
  );
}
