import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ActButton } from "@/components/admin/act-button";
import { MAIL_WORDS } from "@/components/settings/mail-words";
import { Card } from "@/components/ui/card";
import { lookAtUnsubscription } from "@/lib/services/mail/unsubscribe";
import { visitor } from "@/lib/web/browser";
import { turnOff } from "./actions";

export const metadata: Metadata = { title: "Mail to you" };

/** Opening the link changes nothing; the button does. */
export default async function UnsubscribePage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const asked = await lookAtUnsubscription(await visitor(), typeof token === "string" ? token : "");
  if (!asked || typeof token !== "string") return <NotOurs />;
  const { name, about } = MAIL_WORDS[asked.choice];
  return (
    <>
      <h1>{asked.on ? `Stop mail about: ${name}?` : `Stopped: ${name}`}</h1>
      <Card label="Mail">
        <p className="mb-3">{about}</p>
        {asked.on ? (
          <ActButton label="Turn these mails off" act={turnOff.bind(null, { token })} />
        ) : (
          <p role="status" className="flex items-center gap-1.5 text-ok">
            <CircleCheck aria-hidden="true" className="size-4" /> You don't get them any more.
          </p>
        )}
        <p className="mt-4 text-sm text-muted">
          You are still asked for approvals. Everything else is in your{" "}
          <Link href="/settings" className="underline">
            settings
          </Link>
          .
        </p>
      </Card>
    </>
  );
}

function NotOurs() {
  return (
    <>
      <h1>This link doesn't work</h1>
      <Card label="Why">
        <p className="text-muted">
          It was cut off, or isn't one of ours. Nothing was changed. Your mail can be set in your{" "}
          <Link href="/settings" className="underline">
            settings
          </Link>
          .
        </p>
      </Card>
    </>
  );
}
