import type { Metadata } from "next";
import Link from "next/link";
import { EntryForm } from "@/components/sign-in/entry-form";
import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import { lookAtLink } from "@/lib/services/user/use-link";
import { visitor } from "@/lib/web/browser";
import { useLink } from "./actions";

export const metadata: Metadata = { title: "Join" };

/** An invitation, or an operator's sign-in link. The address is typed in: the link alone opens nothing. */
export default async function InvitePage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token = "" } = await searchParams;
  const link = await lookAtLink(await visitor(), token);
  if (!link) return <Spent />;
  const joins = link.purpose === "invite";
  return (
    <>
      <div>
        <h1>{joins ? "Join Countersign" : "Sign in"}</h1>
        <p className="mt-1 text-muted">
          {joins && link.name !== null && (
            <>
              Hello <Untrusted text={link.name} />.{" "}
            </>
          )}
          {joins
            ? "Here people approve or deny destructive operations before they run."
            : "With the one-time link that an operator made for you."}
        </p>
      </div>
      <Card label="Who you are">
        <EntryForm
          submit={joins ? "Join" : "Sign in"}
          given={{ token }}
          save={useLink}
          fields={[
            {
              name: "email",
              label: "Your work email",
              hint: "The address that this link was made for.",
              type: "email",
              required: true,
              autoComplete: "email",
            },
          ]}
        />
      </Card>
    </>
  );
}

const Spent = () => (
  <>
    <h1>This link doesn't work any more</h1>
    <Card label="What now">
      <p>
        It was used, is too old, or a newer one was made. <Link href="/sign-in">Sign in</Link> if
        you have an account, or ask for a new link.
      </p>
    </Card>
  </>
);
