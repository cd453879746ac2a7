import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/components/layout/page-header";
import { Rows } from "@/components/operation/rows";
import { Button, buttonStyle } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input, Select } from "@/components/ui/field";
import { FilterFold } from "@/components/ui/filter-fold";
import type { HistoryFilter } from "@/lib/contract/review";
import { OPERATION_STATUSES, RISKS } from "@/lib/core/operation";
import { loadHistory } from "@/lib/services/operation/history";
import { requireReviewer } from "@/lib/web/session";

export const metadata: Metadata = { title: "History" };

type Search = Record<string, string | string[] | undefined>;

/** Only what is in the vocabulary filters; anything else in the URL is left out. */
function filterFrom(search: Search): HistoryFilter {
  const one = (name: string) => {
    const value = search[name];
    // PostgreSQL has no text with a NUL in it.
    const text = typeof value === "string" ? value.replaceAll("\0", "").slice(0, 200) : "";
    return text === "" ? undefined : text;
  };
  const status = OPERATION_STATUSES.find((name) => name === search["status"]);
  const risk = RISKS.find((name) => name === search["risk"]);
  const [environment, text, cursor] = [one("environment"), one("text"), one("cursor")];
  return {
    ...(status ? { status } : {}),
    ...(risk ? { risk } : {}),
    ...(environment ? { environment } : {}),
    ...(text ? { text } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

export default async function HistoryPage({ searchParams }: { searchParams: Promise<Search> }) {
  const ctx = await requireReviewer("/history");
  const filter = filterFrom(await searchParams);
  const page = await loadHistory(ctx, filter);
  const older = new URLSearchParams({ ...filter, cursor: page.next_cursor ?? "" });
  return (
    <>
      <PageHeader title="History">
        Every operation that was ever asked for, newest first.
      </PageHeader>
      <form
        className="mb-4 grid grid-cols-[auto_minmax(0,1fr)] gap-2 md:grid-cols-[minmax(0,1fr)_150px_150px_170px_auto]"
        role="search"
      >
        <Input
          name="text"
          className="max-md:col-span-2"
          type="search"
          aria-label="Search"
          placeholder="Action, resource, agent or id"
          defaultValue={filter.text}
        />
        <FilterFold open={Boolean(filter.status ?? filter.risk ?? filter.environment)}>
          <Select name="status" aria-label="Status" defaultValue={filter.status ?? ""}>
            <option value="">Any status</option>
            {OPERATION_STATUSES.map((status) => (
              <option key={status}>{status}</option>
            ))}
          </Select>
          <Select name="risk" aria-label="Risk" defaultValue={filter.risk ?? ""}>
            <option value="">Any risk</option>
            {RISKS.map((risk) => (
              <option key={risk}>{risk}</option>
            ))}
          </Select>
          <Input
            name="environment"
            aria-label="Environment"
            placeholder="Any environment"
            defaultValue={filter.environment}
          />
        </FilterFold>
        <Button type="submit">Search</Button>
      </form>
      <Card label="Operations" flush>
        {page.items.length === 0 ? (
          <p className="p-4 text-muted">Nothing matches.</p>
        ) : (
          <Rows rows={page.items} serverTime={page.server_time} outcomes />
        )}
      </Card>
      {page.next_cursor && (
        <p className="mt-4">
          <Link className={buttonStyle()} href={`/history?${older}`}>
            Older
          </Link>
        </p>
      )}
    </>
  );
}
