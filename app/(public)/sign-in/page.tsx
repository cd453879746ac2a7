import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignIn } from "@/components/sign-in/sign-in";
import { Card } from "@/components/ui/card";
import { getRuntime } from "@/lib/runtime";
import { readCookie } from "@/lib/web/cookies";
import { nextUrl } from "@/lib/web/enter";
import { currentReviewer } from "@/lib/web/session";
import { askForMail, beginPasskey, finishPasskey, goToProvider } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

interface Search {
  next?: string;
  email?: string;
  /** They have just signed out: then a passkey isn't asked for at once. */
  out?: string;
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { next, email, out } = await searchParams;
  const { env } = await getRuntime();
  if (await currentReviewer()) redirect(nextUrl(env.PUBLIC_URL, next));
  const hasPasskey = (await readCookie(env.PUBLIC_URL, "passkey")) !== null;
  const isReview = next?.startsWith("/operations/") ?? false;
  return (
    <>
      <div>
        <h1>{isReview ? "Sign in to review" : "Sign in"}</h1>
        {isReview && <p className="mt-1 text-muted">Sign in to open the request you were sent.</p>}
      </div>
      <Card label="Ways to sign in">
        <SignIn
          email={email ?? ""}
          mailHint={
            env.RESEND_API_KEY ? null : "This server sends no mail: it prints it in its terminal."
          }
          passkeyAtOnce={hasPasskey && out === undefined}
          next={next}
          begin={beginPasskey.bind(null, undefined)}
          finish={finishPasskey}
          askForMail={askForMail}
          provider={env.OIDC_ISSUER ? { name: env.OIDC_NAME, go: goToProvider } : null}
        />
      </Card>
      <p className="text-sm text-muted">
        Lost passkey and mailbox?{" "}
        <Link
          href={next ? `/sign-in/recover?next=${encodeURIComponent(next)}` : "/sign-in/recover"}
        >
          Use a recovery code
        </Link>
        . No account? Ask an admin to invite you.
      </p>
    </>
  );
}
