import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { DayMinute } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { Assurance, BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import { countText } from "./count";
import { Freshness } from "./freshness";
import { Provenance } from "./provenance";
import { actionsOf, Resources } from "./resources";
import { survivalText, UNDO } from "./undo";

/** Totals first, then each thing that is hit, what goes along with it under it. */
export function Destroyed({
  report,
  serverTime,
  recompute,
}: {
  report: BlastRadius;
  serverTime: string;
  /** How to have it worked out again, where that is possible. */
  recompute?: ReactNode;
}) {
  const { totals, reversibility } = report;
  return (
    <Card
      id="destroyed"
      label="Blast radius"
      title="What is destroyed"
      note={<Measured report={report} serverTime={serverTime} />}
    >
      <p className="mb-3 font-medium">
        <Untrusted text={report.headline} />
      </p>
      {report.outcome === "will_fail" && (
        <p className="mb-3 max-w-[76ch] text-sm">
          <b className="font-semibold">It would fail.</b>{" "}
          <Untrusted text={report.outcome_because ?? ""} />
        </p>
      )}
      <dl className="mb-3 grid grid-cols-2 divide-line rounded-lg border border-line md:auto-cols-fr md:grid-flow-col md:grid-cols-none [&>*]:border-l [&>*:first-child]:border-l-0 max-md:[&>*:nth-child(n+3)]:border-t max-md:[&>*:nth-child(odd)]:border-l-0">
        <Total
          fact={totals.resources}
          unit={`${totals.resources.value === 1 ? "resource" : "resources"}${actionsOf(report).size > 1 ? " hit" : ""}`}
        />
        <Total fact={totals.records_deleted} unit="records deleted" />
        {totals.records_modified.value !== null && totals.records_modified.value > 0 && (
          <Total fact={totals.records_modified} unit="records changed" />
        )}
        <Copies report={report} />
        <Undo report={report} />
      </dl>
      <p className="mb-3 max-w-[76ch] text-sm text-muted">
        <Untrusted text={reversibility.because} />
      </p>
      <Resources report={report} />
      {recompute && <div className="mt-3">{recompute}</div>}
    </Card>
  );
}

/** A time to recheck means something only where something was measured. */
function Measured({ report, serverTime }: { report: BlastRadius; serverTime: string }) {
  const observed = report.evidence.filter(({ source }) => source === "observed");
  const at = observed
    .map((item) => item.at)
    .sort()
    .at(-1);
  if (at === undefined)
    return report.evidence.some(({ source }) => source === "inventory")
      ? "Worked out from the request and what is registered, nothing was measured"
      : "Worked out from the request only, nothing was measured";
  return <Freshness at={at} validUntil={report.valid_until} serverTime={serverTime} />;
}

type Look = "text-danger" | "text-warn" | "";

function Tile({
  figure,
  look,
  label,
  mark,
}: {
  figure: ReactNode;
  look: Look;
  label: ReactNode;
  mark: ReactNode;
}) {
  return (
    <div className="border-line px-3.5 py-2.5">
      <dd className={`text-xl leading-tight font-semibold tracking-tight text-balance ${look}`}>
        <span className="inline-block first-letter:uppercase">{figure}</span>
      </dd>
      <dt className="mt-0.5 leading-snug">
        {label}
        <span className="block">{mark}</span>
      </dt>
    </div>
  );
}

function Total({ fact, unit }: { fact: CountFact; unit: string }) {
  const text = countText(fact);
  return (
    <Tile
      figure={text ?? "not known"}
      look={text === null ? "text-warn" : fact.value === 0 ? "" : "text-danger"}
      label={unit}
      mark={<Provenance assurance={text === null ? null : fact.assurance} />}
    />
  );
}

/** What is left, not what is lost: "1 of 2" would read as "one survives". */
function Copies({ report }: { report: BlastRadius }) {
  const points = report.recovery_points;
  const { figure, none } = survivalText(points);
  const lost = points.filter((point) => point.survives === "no");
  return (
    <Tile
      figure={figure}
      look={none ? "text-danger" : ""}
      label={
        <>
          {points.length === 1 ? "backup is" : "backups are"} known to survive
          {lost.length > 0 && (
            <span className="mt-0.5 flex items-start gap-1 text-[13px] text-danger">
              <X aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
              <span>
                {lost.length === 1 && <span className="sr-only">destroyed: </span>}
                {lost.length === 1 ? (
                  <Untrusted text={lost[0]?.name ?? ""} />
                ) : (
                  `${lost.length} would be gone`
                )}
              </span>
            </span>
          )}
        </>
      }
      mark={<Provenance assurance={points[0]?.assurance ?? null} />}
    />
  );
}

/** What can be undone and has an end says when: the window opens with the run, so it is never earlier. */
export function UndoText({ reversibility }: { reversibility: BlastRadius["reversibility"] }) {
  const { value, until } = reversibility;
  if (until === null || UNDO[value].permanent) return UNDO[value].word;
  return (
    <>
      {UNDO[value].until} <DayMinute at={until} />
    </>
  );
}

export const undoReason = ({ value, until }: BlastRadius["reversibility"]) =>
  until === null || UNDO[value].permanent
    ? UNDO[value].why
    : `${value === "restorable" ? "from a backup that is kept" : "it is kept"} till then, counted from now`;

function Undo({ report }: { report: BlastRadius }) {
  const { reversibility } = report;
  const { value } = reversibility;
  const from: Assurance | null =
    value === "unknown" ? null : (report.effects[0]?.assurance ?? null);
  return (
    <Tile
      figure={<UndoText reversibility={reversibility} />}
      look={UNDO[value].permanent ? "text-danger" : ""}
      label={undoReason(reversibility)}
      mark={<Provenance assurance={from} />}
    />
  );
}
