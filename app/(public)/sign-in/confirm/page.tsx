import type { Metadata } from "next";
import Link from "next/link";
import { EntryForm } from "@/components/sign-in/entry-form";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { lookAtMailLink } from "@/lib/services/session/confirm-mail";
import { visitor } from "@/lib/web/browser";
import { confirmMail } from "../actions";

export const metadata: Metadata = { title: "Sign in" };

/** Opening the link changes nothing; the button does, and only in the browser that asked for the mail. */
export default async function ConfirmPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string; next?: string }>;
}) {
  const { token = "", next } = await searchParams;
  const email = await lookAtMailLink(await visitor(), token);
  if (email === null) return <NotHere next={next} />;
  return (
    <>
      <h1>Sign in</h1>
      <Card label="Confirm">
        <p className="mb-3">
          as <b className="font-semibold [overflow-wrap:anywhere]">{email}</b>
        </p>
        <EntryForm
          fields={[]}
          submit="Sign in"
          given={{ token, ...(next ? { next } : {}) }}
          save={confirmMail}
        />
      </Card>
    </>
  );
}

function NotHere({ next }: { next: string | undefined }) {
  return (
    <>
      <h1>This link doesn't work here</h1>
      <Card label="Why">
        <ul className="mb-4 list-disc pl-5">
          <li>It works only in the browser in which it was asked for.</li>
          <li>It works once, and for 15 minutes.</li>
        </ul>
        <p className="mb-4 text-muted">Nothing was changed. Ask for a new link in this browser.</p>
        <Link
          className={buttonStyle({ tone: "primary", width: "full" })}
          href={next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in"}
        >
          To the sign-in page
        </Link>
      </Card>
    </>
  );
}
