import type { Metadata } from "next";
import Link from "next/link";
import { Live } from "@/components/layout/live";
import { PageHeader } from "@/components/layout/page-header";
import { FirstSteps } from "@/components/operation/first-steps";
import { RowKeys } from "@/components/operation/row-keys";
import { Rows } from "@/components/operation/rows";
import { Card } from "@/components/ui/card";
import type { InboxView, OperationRow } from "@/lib/contract/review";
import { loadInbox } from "@/lib/services/operation/inbox";
import { requireReviewer } from "@/lib/web/session";

const TABS = [
  ["for_me", "For you", "Nothing waits for you."],
  ["for_others", "For others", "Nothing waits for others."],
  ["running", "Approved, not finished", "All that was approved is finished."],
] as const;
type Tab = (typeof TABS)[number][0];

type Props = { searchParams: Promise<{ show?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const inbox = await loadInbox(await requireReviewer());
  return { title: inbox.for_me.length > 0 ? `(${inbox.for_me.length}) Inbox` : "Inbox" };
}

export default async function InboxPage({ searchParams }: Props) {
  const ctx = await requireReviewer();
  const [{ show }, inbox] = await Promise.all([searchParams, loadInbox(ctx)]);
  const tab: Tab = TABS.find(([name]) => name === show)?.[0] ?? "for_me";
  const n = inbox.for_me.length;
  const empty = Object.values(inbox).every((part) => typeof part === "string" || part.length === 0);
  return (
    <>
      <PageHeader
        title={
          n === 0 ? "Nothing waits for you" : n === 1 ? "1 waits for you" : `${n} wait for you`
        }
        action={<Live />}
      >
        {n > 0 && "Most dangerous first."}
      </PageHeader>
      {empty ? (
        <FirstSteps publicUrl={ctx.config.publicUrl} />
      ) : (
        <>
          <Tabs tab={tab} inbox={inbox} />
          <List
            label={TABS.find(([name]) => name === tab)?.[1] ?? ""}
            rows={inbox[tab]}
            none={TABS.find(([name]) => name === tab)?.[2] ?? ""}
            serverTime={inbox.server_time}
            outcomes={tab === "running"}
          />
          {inbox.recently_decided.length > 0 && (
            <div className="mt-6">
              <List
                label="Just decided"
                title="Just decided"
                note="last 24 hours"
                rows={inbox.recently_decided}
                none=""
                serverTime={inbox.server_time}
                outcomes
              />
            </div>
          )}
        </>
      )}
      <RowKeys />
    </>
  );
}

function Tabs({ tab, inbox }: { tab: Tab; inbox: InboxView }) {
  return (
    <nav
      aria-label="Filter"
      className="mb-4 flex gap-5 overflow-x-auto border-b border-line whitespace-nowrap"
    >
      {TABS.map(([name, label]) => (
        <Link
          key={name}
          href={name === "for_me" ? "/" : `/?show=${name}`}
          aria-current={name === tab ? "page" : undefined}
          className="-mb-px border-b-2 border-transparent py-2.5 text-muted no-underline aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-text"
        >
          {label} ({inbox[name].length})
        </Link>
      ))}
    </nav>
  );
}

function List({
  label,
  title,
  note,
  rows,
  none,
  serverTime,
  outcomes = false,
}: {
  label: string;
  title?: string;
  note?: string;
  rows: readonly OperationRow[];
  none: string;
  serverTime: string;
  outcomes?: boolean;
}) {
  return (
    <Card label={label} {...(title ? { title, note } : {})} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-muted md:px-[18px]">{none}</p>
      ) : (
        <Rows rows={rows} serverTime={serverTime} outcomes={outcomes} />
      )}
    </Card>
  );
}
