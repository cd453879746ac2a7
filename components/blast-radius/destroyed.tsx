import { Card } from "@/components/ui/card";
import { Clock, Countdown } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import { countText, sizeText } from "./count";
import { Provenance } from "./provenance";

const REVERSIBILITY: Record<
  BlastRadius["reversibility"]["value"],
  [figure: string, label: string, bad: boolean]
> = {
  irreversible: ["Can't", "be undone", true],
  unknown: ["Unknown", "if it can be undone", true],
  soft_delete_window: ["For a while", "it can be undone", false],
  restorable: ["From backup", "it can be restored", false],
  rebuildable: ["Rebuildable", "from its source", false],
  reversible: ["Yes", "it can be undone", false],
};

/** Totals first, then each thing that is hit, what holds data before what doesn't. */
export function Destroyed({ report, serverTime }: { report: BlastRadius; serverTime: string }) {
  const { totals, reversibility } = report;
  const [figure, label, bad] = REVERSIBILITY[reversibility.value];
  return (
    <Card
      label="Blast radius"
      title="What is destroyed"
      note={
        <>
          computed <Clock at={report.computed_at} /> ·{" "}
          {Date.parse(report.valid_until) > Date.parse(serverTime) ? (
            <>
              valid <Countdown until={report.valid_until} serverTime={serverTime} />
            </>
          ) : (
            "may be out of date"
          )}
        </>
      }
    >
      <p className="mb-3 font-medium">
        <Untrusted text={report.headline} />
      </p>
      <dl className="mb-3 grid grid-cols-2 divide-line rounded-lg border border-line md:auto-cols-fr md:grid-flow-col md:grid-cols-none [&>*]:border-l [&>*:first-child]:border-l-0 max-md:[&>*:nth-child(n+3)]:border-t max-md:[&>*:nth-child(odd)]:border-l-0">
        <Total
          fact={totals.resources}
          unit={totals.resources.value === 1 ? "resource" : "resources"}
        />
        <Total fact={totals.records_deleted} unit="records deleted" />
        {totals.records_modified.value !== null && totals.records_modified.value > 0 && (
          <Total fact={totals.records_modified} unit="records changed" />
        )}
        <Backups report={report} />
        <div className="border-line px-3.5 py-2.5">
          <dd
            className={`text-[21px] leading-tight font-semibold tracking-tight ${bad ? "text-danger" : ""}`}
          >
            {figure}
          </dd>
          <dt>{label}</dt>
        </div>
      </dl>
      <p className="mb-3 text-sm text-muted">
        <Untrusted text={reversibility.because} />
      </p>
      <Resources report={report} />
    </Card>
  );
}

function Total({ fact, unit }: { fact: CountFact; unit: string }) {
  const text = countText(fact);
  return (
    <div className="border-line px-3.5 py-2.5">
      <dd
        className={`text-[21px] leading-tight font-semibold tracking-tight ${text === null ? "text-warn" : fact.value === 0 ? "" : "text-danger"}`}
      >
        {text ?? "Not known"}
      </dd>
      <dt>
        {unit}
        <br />
        {text === null ? (
          <span className="text-xs text-warn">not computed</span>
        ) : (
          <Provenance assurance={fact.assurance} />
        )}
      </dt>
    </div>
  );
}

/** The copies that go with it; they look like safety until they are counted here. */
function Backups({ report }: { report: BlastRadius }) {
  const points = report.recovery_points;
  const lost = points.filter((point) => point.survives === "no");
  if (lost.length === 0) return null;
  return (
    <div className="border-line px-3.5 py-2.5">
      <dd className="text-[21px] leading-tight font-semibold tracking-tight text-danger">
        {lost.length} of {points.length}
      </dd>
      <dt>
        recovery points
        <br />
        {lost[0] && <Provenance assurance={lost[0].assurance} />}
      </dt>
    </div>
  );
}

const DEPTH = ["", "pl-5", "pl-10"];
const DEPTH_MAX = DEPTH.length - 1;
const ROWS_MAX = 200;

function Resources({ report }: { report: BlastRadius }) {
  const hit = report.resources.filter((resource) => resource.role !== "recovery_point");
  if (hit.length === 0) return null;
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="text-left text-[12.5px] text-muted">
          <th className="py-1 font-medium">Resource</th>
          <th className="py-1 text-right font-medium">Records</th>
          <th className="py-1 text-right font-medium">Known from</th>
        </tr>
      </thead>
      <tbody>
        {hit.slice(0, ROWS_MAX).map((resource) => (
          <tr
            key={`${resource.depth}-${resource.type}-${resource.id}`}
            className="border-t border-line align-top"
          >
            <td className={`py-1.5 pr-3 ${DEPTH[Math.min(resource.depth, DEPTH_MAX)]}`}>
              <b className="font-semibold">
                <Untrusted text={resource.name ?? resource.id} />
              </b>{" "}
              <span className="text-[13px] text-muted">
                <Untrusted
                  text={[resource.type, sizeText(resource.bytes), resource.via]
                    .filter(Boolean)
                    .join(", ")}
                />
              </span>
            </td>
            <td className="py-1.5 pr-3 text-right">
              {countText(resource.records) ?? <span className="text-warn">not known</span>}
            </td>
            <td className="py-1.5 text-right">
              <Provenance assurance={resource.assurance} />
            </td>
          </tr>
        ))}
      </tbody>
      {hit.length > ROWS_MAX && (
        <caption className="caption-bottom pt-2 text-left text-muted">
          and {(hit.length - ROWS_MAX).toLocaleString("en")} more
        </caption>
      )}
    </table>
  );
}
