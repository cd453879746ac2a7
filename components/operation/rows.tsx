import { X } from "lucide-react";
import Link from "next/link";
import { Ago, Countdown } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { OperationRow } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { abbreviate } from "@/lib/core/untrusted-text";
import { RiskChip } from "./risk-chip";
import { StatusChip } from "./status-chip";

const UNDO: Readonly<Record<string, string>> = {
  irreversible: "can't be undone",
  unknown: "not known if it can be undone",
  soft_delete_window: "can be undone for a while",
  restorable: "restorable from a backup",
  rebuildable: "can be rebuilt",
  reversible: "can be undone",
};

function shortTarget(text: string): string {
  const { head, hidden, tail } = abbreviate(text, { head: 64, tail: 16 });
  return hidden === 0 ? head : `${head} …${hidden} more… ${tail}`;
}

/** A headline that tells it already isn't followed by the same in our words. */
const TELLS_UNDO = /undo|restor|rebuil/i;

/** Operations in a list; the whole row is one link's target. */
export function Rows({ rows, serverTime }: { rows: readonly OperationRow[]; serverTime: string }) {
  return (
    <ul className="divide-y divide-line" data-rows>
      {rows.map((row) => (
        <Row key={row.id} row={row} serverTime={serverTime} />
      ))}
    </ul>
  );
}

function Row({ row, serverTime }: { row: OperationRow; serverTime: string }) {
  const phrase = operationPhrase({ ...row, environment: row.environment.slug });
  const pending = row.status === "pending";
  const headline = row.headline.replace(/\.$/, "");
  return (
    <li className="relative grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken md:grid-cols-[116px_minmax(0,1fr)_170px_110px] md:px-[18px]">
      <p>
        {pending ? (
          <RiskChip risk={row.risk} />
        ) : (
          <StatusChip status={row.status} grant={row.grant_status} />
        )}
      </p>
      <div className="min-w-0">
        <Link
          href={`/operations/${row.id}`}
          className="font-semibold [overflow-wrap:anywhere] no-underline after:absolute after:inset-0"
        >
          {phrase.verb}{" "}
          <code className={phrase.target.length <= 24 ? "whitespace-nowrap" : ""}>
            <Untrusted text={shortTarget(phrase.target)} />
          </code>
        </Link>
        <p className="text-[13.5px] text-muted">
          <Untrusted text={headline} />
          {pending && (
            <>
              {!TELLS_UNDO.test(headline) && ` · ${UNDO[row.reversibility] ?? row.reversibility}`}
              {row.contradictions > 0 && (
                <span className="font-medium whitespace-nowrap text-danger">
                  {" · "}
                  <X aria-hidden="true" className="inline size-3.5" />{" "}
                  {row.contradictions === 1 ? "1 claim" : `${row.contradictions} claims`}{" "}
                  contradicted
                </span>
              )}
              {row.unknowns > 0 && (
                <span className="whitespace-nowrap text-warn"> · {row.unknowns} unknown</span>
              )}
            </>
          )}
          {!pending && row.note && (
            <>
              {" · “"}
              <Untrusted text={row.note} />”
            </>
          )}
        </p>
      </div>
      <p className="text-[13.5px] text-muted md:text-[15px]">
        <span className="md:text-text">{row.environment.slug}</span>
        <span className="md:block md:text-[13.5px]">
          <span className="md:hidden"> · </span>
          {row.agent.name}
        </span>
      </p>
      <p className="text-[13.5px] text-muted md:text-right">
        {pending ? (
          <>
            <b className="font-semibold text-text">
              <Countdown until={row.expires_at} serverTime={serverTime} />
            </b>{" "}
            left
            <span className="md:block">
              <span className="md:hidden"> · </span>
              {row.approvals_received} of {row.approvals_required} approved
            </span>
          </>
        ) : (
          <Ago at={row.decided_at ?? row.created_at} serverTime={serverTime} />
        )}
      </p>
    </li>
  );
}
