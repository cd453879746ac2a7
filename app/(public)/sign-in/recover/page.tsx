import type { Metadata } from "next";
import Link from "next/link";
import { EntryForm } from "@/components/sign-in/entry-form";
import { Card } from "@/components/ui/card";
import { recover } from "../actions";

export const metadata: Metadata = { title: "Use a recovery code" };

export default async function RecoverPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string }>;
}) {
  const { next } = await searchParams;
  return (
    <>
      <div>
        <h1>Use a recovery code</h1>
        <p className="mt-1 text-muted">
          One of the ten that you made in the settings. It works once.
        </p>
      </div>
      <Card label="Recovery code">
        <EntryForm
          submit="Sign in"
          given={next ? { next } : {}}
          save={recover}
          fields={[
            {
              name: "email",
              label: "Your work email",
              type: "email",
              required: true,
              autoComplete: "username",
              placeholder: "robin@example.com",
            },
            {
              name: "code",
              label: "Recovery code",
              required: true,
              placeholder: "xxxxx-xxxxx-xxxxx-xxxxx",
            },
          ]}
        />
      </Card>
      <p className="text-sm text-muted">
        No codes left? Whoever runs the server can make you a one-time sign-in link.{" "}
        <Link href="/sign-in?out=">Sign in another way</Link>
      </p>
    </>
  );
}
