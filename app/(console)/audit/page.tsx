import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/layout/page-header";
import { Button, buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/field";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import { ListEventsSchema, type AuditEventView } from "@/lib/contract/audit";
import { listEvents } from "@/lib/services/audit/list";
import { requireReviewer } from "@/lib/web/session";

export const metadata: Metadata = { title: "Audit log" };

type Search = Record<string, string | string[] | undefined>;
const FILTERS = ["action", "operation", "actor", "cursor"] as const;

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireReviewer("/audit");
  const search = await searchParams;
  const given = Object.fromEntries(
    FILTERS.map((name) => [name, search[name]]).filter(
      ([, value]) => typeof value === "string" && value !== "",
    ),
  ) as Partial<Record<(typeof FILTERS)[number], string>>;
  const filter = ListEventsSchema.safeParse(given);
  const page = filter.success ? await listEvents(ctx, filter.data) : null;
  const now = ctx.now().toISOString();
  const older = new URLSearchParams({ ...given, cursor: page?.next_cursor ?? "" });
  return (
    <>
      <PageHeader title="Audit log">
        Everything that happened, newest first. Nothing in it can be changed or removed.
      </PageHeader>
      <form role="search" className="mb-4 grid gap-2 md:grid-cols-[1fr_1fr_1fr_auto]">
        <Input
          name="action"
          aria-label="Action"
          placeholder="Action, e.g. grant."
          defaultValue={given.action}
        />
        <Input
          name="operation"
          aria-label="Operation"
          placeholder="Operation, op_…"
          defaultValue={given.operation}
        />
        <Input
          name="actor"
          aria-label="Actor"
          placeholder="Who: an id or a kind"
          defaultValue={given.actor}
        />
        <Button type="submit">Filter</Button>
      </form>
      <Card label="Events" flush>
        {page === null ? (
          <p role="alert" className="p-4 text-danger">
            These filters can't be read: {filter.error?.issues[0]?.message}.
          </p>
        ) : page.items.length === 0 ? (
          <p className="p-4 text-muted">Nothing matches.</p>
        ) : (
          <ol className="divide-y divide-line">
            {page.items.map((event) => (
              <Event key={event.id} event={event} now={now} />
            ))}
          </ol>
        )}
      </Card>
      {page?.next_cursor && (
        <p className="mt-4">
          <Link className={buttonStyle()} href={`/audit?${older}`}>
            Older
          </Link>
        </p>
      )}
    </>
  );
}

function Event({ event, now }: { event: AuditEventView; now: string }) {
  const alarming = event.action.startsWith("security.");
  return (
    <li className="px-4 py-2.5 text-sm md:px-[18px]">
      <details>
        <summary className="grid list-none gap-x-4 md:grid-cols-[230px_minmax(0,1fr)_130px]">
          <span className={`font-mono text-[13px] ${alarming ? "font-semibold text-danger" : ""}`}>
            {event.action}
          </span>
          <span className="min-w-0">
            <Untrusted text={event.who} />
            {(event.subject_name ?? event.subject) && (
              <span className="text-muted">
                {" → "}
                <Untrusted text={event.subject_name ?? event.subject ?? ""} />
              </span>
            )}
          </span>
          <span className="text-muted md:text-right">
            <Ago at={event.at} serverTime={now} />
          </span>
        </summary>
        <dl className="mt-2 grid gap-x-3 gap-y-0.5 rounded-lg bg-sunken p-3 font-mono text-xs md:grid-cols-[110px_minmax(0,1fr)]">
          <dt className="text-muted">seq</dt>
          <dd>{event.seq}</dd>
          <dt className="text-muted">at</dt>
          <dd>{event.at}</dd>
          {event.operation_id && (
            <>
              <dt className="text-muted">operation</dt>
              <dd>
                <Link href={`/operations/${event.operation_id}`}>{event.operation_id}</Link>
              </dd>
            </>
          )}
          <dt className="text-muted">actor</dt>
          <dd className="break-all">{JSON.stringify(event.actor)}</dd>
          <dt className="text-muted">data</dt>
          <dd className="break-all">
            <Untrusted text={JSON.stringify(event.data)} />
          </dd>
          <dt className="text-muted">leaf hash</dt>
          <dd className="break-all">{event.leaf_hash}</dd>
        </dl>
      </details>
    </li>
  );
}
