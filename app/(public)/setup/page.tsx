import type { Metadata } from "next";
import Link from "next/link";
import { EntryForm } from "@/components/sign-in/entry-form";
import { buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { lookAtSetup } from "@/lib/services/setup/set-up";
import { visitor } from "@/lib/web/browser";
import { makeFirstAdmin } from "./actions";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string }>;
}) {
  const { token = "" } = await searchParams;
  const state = await lookAtSetup(await visitor(), token);
  if (state === "done") return <Done />;
  if (state === "spent") return <Spent />;
  return (
    <>
      <div>
        <h1>Welcome to Countersign</h1>
        <p className="mt-1 text-muted">
          You become its first admin, and the first who reviews. Others are invited by you.
        </p>
      </div>
      <Card label="The first admin">
        <EntryForm
          submit="Create my account"
          given={{ token }}
          save={makeFirstAdmin}
          fields={[
            { name: "name", label: "Your name", required: true, autoComplete: "name" },
            {
              name: "email",
              label: "Your work email",
              hint: "You sign in with it, and are told of what waits for you.",
              type: "email",
              required: true,
              autoComplete: "email",
              placeholder: "robin@example.com",
            },
          ]}
        />
      </Card>
    </>
  );
}

const Done = () => (
  <>
    <h1>Countersign is set up</h1>
    <Card label="What now">
      <p className="mb-4">There is an admin already. Sign in, or ask them to invite you.</p>
      <Link className={buttonStyle({ tone: "primary", width: "full" })} href="/sign-in">
        Sign in
      </Link>
    </Card>
  </>
);

const Spent = () => (
  <>
    <h1>This set-up link doesn't work any more</h1>
    <Card label="What now">
      <p>
        Each start of the server prints a new one, which works once, and the one before stops
        working. Look into its terminal.
      </p>
    </Card>
  </>
);
