import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/layout/page-header";
import { EVENT_WORDS, whoOf } from "@/components/operation/event-words";
import { SET_UP_WORDS } from "@/components/audit/set-up-words";
import { plainName } from "@/components/operation/plain-name";
import { Button, buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { FilterFold } from "@/components/ui/filter-fold";
import { At } from "@/components/ui/time";
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
      <PageHeader title="Audit log">Newest first. Entries are only ever added.</PageHeader>
      <form
        role="search"
        className="mb-4 grid grid-cols-[auto_minmax(0,1fr)] gap-2 md:grid-cols-[1fr_1fr_1fr_auto] md:items-end max-md:[&>*:first-child]:col-span-2"
      >
        <Field id="action" label="Action">
          <Input
            id="action"
            name="action"
            placeholder="Action, e.g. grant.issued"
            defaultValue={given.action}
          />
        </Field>
        <FilterFold open={Boolean(given.operation ?? given.actor)}>
          <Field id="operation" label="Operation">
            <Input
              id="operation"
              name="operation"
              placeholder="op_…"
              defaultValue={given.operation}
            />
          </Field>
          <Field id="actor" label="Who">
            <Input
              id="actor"
              name="actor"
              placeholder="An id, or a kind such as reviewer"
              defaultValue={given.actor}
            />
          </Field>
        </FilterFold>
        <Button type="submit">Apply</Button>
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
  const words = EVENT_WORDS[event.action];
  const subject = event.subject_name ?? event.subject;
  const about = subject === event.who ? null : subject;
  return (
    <li className="grid gap-x-4 px-4 py-2 text-sm md:grid-cols-[minmax(0,1fr)_200px] md:px-[18px]">
      <details className="min-w-0">
        <summary className="grid min-h-6 list-none gap-x-4 md:grid-cols-[190px_220px_minmax(0,1fr)]">
          <span className="text-muted">
            <At at={event.at} serverTime={now} />
          </span>
          <span className={`font-mono text-[13px] ${alarming ? "font-semibold text-danger" : ""}`}>
            {event.action}
          </span>
          <span className="min-w-0">
            <Untrusted text={plainName(whoOf(event))} />{" "}
            {words ?? SET_UP_WORDS[event.action] ?? event.action}
            {words === undefined && about !== null && (
              <span className="text-muted">
                {": "}
                <Untrusted text={plainName(about)} />
              </span>
            )}
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
          {subject !== null && (
            <>
              <dt className="text-muted">subject</dt>
              <dd className="break-all">
                <Untrusted text={subject} />
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
      {event.operation_id && (
        <p className="md:text-right">
          <Link href={`/operations/${event.operation_id}`} className="inline-block min-h-6">
            Open the operation
            <span className="sr-only"> {event.operation_id}</span>
          </Link>
        </p>
      )}
    </li>
  );
}
