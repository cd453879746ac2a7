import { CircleHelp, X } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { plural } from "@/components/blast-radius/count";
import { undoOf } from "@/components/blast-radius/undo";
import { Chip } from "@/components/ui/chip";
import { At, Countdown, Minute } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { OperationRow } from "@/lib/contract/review";
import { operationPhrase } from "@/lib/core/phrase";
import { foldAlike, type Entry } from "./alike";
import { RiskChip } from "./risk-chip";
import { StatusChip } from "./status-chip";
import { Target } from "./target";

/** Operations in a list; the whole row is one link's target. */
export function Rows({
  rows,
  serverTime,
  outcomes = false,
}: {
  rows: readonly OperationRow[];
  serverTime: string;
  /** What became of each comes first, and when; else how dangerous it is, and how long is left. */
  outcomes?: boolean;
}) {
  return (
    <ul className="divide-y divide-line" data-rows>
      {(outcomes ? rows.map(alone) : foldAlike(rows)).map((entry) =>
        entry.kind === "one" ? (
          <Row key={entry.row.id} row={entry.row} serverTime={serverTime} outcomes={outcomes} />
        ) : (
          <Fold key={entry.rows[0].id} rows={entry.rows} serverTime={serverTime} />
        ),
      )}
    </ul>
  );
}

const alone = (row: OperationRow): Entry => ({ kind: "one", row });

/** Requests that are alike, as one line until somebody opens it; each is still decided by itself. */
function Fold({
  rows,
  serverTime,
}: {
  rows: readonly [OperationRow, ...OperationRow[]];
  serverTime: string;
}) {
  const [first] = rows;
  const { verb } = operationPhrase({ ...first, environment: first.environment.slug });
  return (
    <li>
      <details>
        <summary className="grid min-h-11 gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken md:grid-cols-[140px_minmax(0,1fr)] md:px-[18px]">
          <span>
            <RiskChip risk={first.risk} past={false} />
          </span>
          <span>
            <b className="font-semibold">
              {rows.length} alike: {verb}
            </b>{" "}
            in {first.environment.slug}, all asked by{" "}
            <span className="[overflow-wrap:anywhere]">{first.agent.name}</span>
            <span className="block text-[13.5px] text-muted">
              Open to see each. Every one is decided by itself.
            </span>
          </span>
        </summary>
        <ul className="divide-y divide-line border-t border-line">
          {rows.map((row) => (
            <Row key={row.id} row={row} serverTime={serverTime} outcomes={false} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Row({
  row,
  serverTime,
  outcomes,
}: {
  row: OperationRow;
  serverTime: string;
  outcomes: boolean;
}) {
  const phrase = operationPhrase({ ...row, environment: row.environment.slug });
  const { slug, kind } = row.environment;
  return (
    <li className="relative grid gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken md:grid-cols-[140px_minmax(0,1fr)_150px_150px] md:px-[18px]">
      <p className="flex flex-wrap content-start gap-1.5">
        {outcomes && (
          <StatusChip status={row.status} grant={row.grant_status} canary={row.canary} />
        )}
        <RiskChip risk={row.risk} past={row.status !== "pending"} />
      </p>
      <div className="min-w-0">
        <p>
          <Link
            href={`/operations/${row.id}`}
            className="font-semibold [overflow-wrap:anywhere] no-underline after:absolute after:inset-0"
          >
            {phrase.verb} <Target text={phrase.target} />
          </Link>
          {row.resource.name !== null && row.resource.name !== row.resource.id && (
            <span className="text-[13.5px] [overflow-wrap:anywhere] text-muted">
              {" "}
              <Target text={row.resource.id} />
            </span>
          )}
        </p>
        <p className="text-[13.5px] text-muted">
          <Untrusted text={row.headline} />
        </p>
        {row.status === "pending" ? <Alarms row={row} /> : <Ending row={row} />}
      </div>
      <p className="flex flex-wrap content-start items-center gap-x-2 gap-y-0.5 text-[13.5px] text-muted">
        <Chip>
          {slug}
          {kind !== slug && ` (${kind})`}
        </Chip>
        <span className="[overflow-wrap:anywhere] md:w-full">{row.agent.name}</span>
      </p>
      <p className="text-[13.5px] text-muted md:text-right">
        {outcomes ? (
          <>
            <At at={row.decided_at ?? row.created_at} serverTime={serverTime} />
            {row.decided_by !== null && (
              <Part>
                {row.status === "denied" ? "denied" : "approved"} by{" "}
                <Untrusted text={row.decided_by} />
              </Part>
            )}
          </>
        ) : (
          <>
            <b className="font-semibold text-text">
              <Countdown until={row.expires_at} serverTime={serverTime} />
            </b>{" "}
            left
            <Part>
              asked <Minute at={row.created_at} />
            </Part>
            <Part>
              {row.approvals_received} of {row.approvals_required} approved
            </Part>
          </>
        )}
      </p>
    </li>
  );
}

/** Why it ended so: in somebody's words, or by a rule of the policy. */
function Ending({ row: { note, policy_rules: rules, status } }: { row: OperationRow }) {
  if (!note && !rules) return null;
  return (
    <p className="text-[13.5px] text-muted">
      {rules && (
        <>
          {status === "denied" ? "Denied" : "Allowed"} by the policy,{" "}
          {rules.length === 1 ? "rule" : "rules"}{" "}
          <Untrusted text={rules.map((rule) => `“${rule}”`).join(", ")} />
          {note && ": "}
        </>
      )}
      {note && (
        <>
          “<Untrusted text={note} />”
        </>
      )}
    </p>
  );
}

/** A line of its own where there is room, else after a dot. */
const Part = ({ children }: { children: ReactNode }) => (
  <span className="md:block">
    <span className="md:hidden"> · </span>
    {children}
  </span>
);

function Alarms({ row }: { row: OperationRow }) {
  const undo = undoOf(row.reversibility);
  return (
    <p className="flex flex-wrap gap-x-3 text-[13.5px] font-medium">
      {undo.permanent && (
        <Alarm icon={X} look="text-danger">
          {undo.word.toLowerCase()}
        </Alarm>
      )}
      {row.contradictions > 0 && (
        <Alarm icon={X} look="text-danger">
          {plural(row.contradictions, "claim")} contradicted
        </Alarm>
      )}
      {row.unknowns > 0 && (
        <Alarm icon={CircleHelp} look="text-warn">
          {plural(row.unknowns, "unknown")}
        </Alarm>
      )}
    </p>
  );
}

const Alarm = ({
  icon: Icon,
  look,
  children,
}: {
  icon: typeof X;
  look: string;
  children: ReactNode;
}) => (
  <span className={`inline-flex items-center gap-1 whitespace-nowrap ${look}`}>
    <Icon aria-hidden="true" className="size-3.5" />
    {children}
  </span>
);
