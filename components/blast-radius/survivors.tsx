import { Check, CircleHelp, X } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { Provenance } from "./provenance";
import { survivalText } from "./undo";

type Point = BlastRadius["recovery_points"][number];

const FATES = {
  yes: { icon: Check, look: "text-ok", word: "survives" },
  no: { icon: X, look: "text-danger", word: "gone" },
  unknown: { icon: CircleHelp, look: "text-warn", word: "not known" },
} as const;

/** The copies that would be left: those that die with the target are struck through, with the reason. */
export function Survivors({ report, serverTime }: { report: BlastRadius; serverTime: string }) {
  const points: readonly Point[] = report.recovery_points;
  const { figure, none } = survivalText(report.recovery_points);
  return (
    <Card
      id="survives"
      label="What survives"
      tone={none ? "danger" : "plain"}
      title={
        none ? (
          <>
            <X aria-hidden="true" className="shrink-0" /> Nothing is known to survive
          </>
        ) : (
          "What survives"
        )
      }
      {...(none ? {} : { note: `${figure} known to survive` })}
    >
      {points.length === 0 ? (
        <p className="flex items-start gap-2 font-medium text-warn">
          <CircleHelp aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          No recovery point is registered or named. Assume that there is none.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {points.map((point) => (
            <Copy
              key={`${point.evidence.join()} ${point.name}`}
              point={point}
              serverTime={serverTime}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Copy({ point, serverTime }: { point: Point; serverTime: string }) {
  const { icon: Icon, look, word } = FATES[point.survives];
  const dies = point.survives === "no";
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-2.5 py-2 last:pb-0">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 ${look}`} />
      <div>
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          {dies ? (
            <s className="decoration-danger decoration-[1.5px]">
              <Untrusted text={point.name} />
            </s>
          ) : (
            <Untrusted text={point.name} />
          )}
          <Provenance assurance={point.assurance} />
        </p>
        <p className={`text-[13px] ${point.survives === "yes" ? "text-muted" : look}`}>
          <b className="font-semibold">{word}</b>: <Untrusted text={point.why} />
        </p>
        {!dies && <Facts point={point} serverTime={serverTime} />}
      </div>
    </li>
  );
}

/** How far a copy can be trusted; of one that may not be left, only what is known. */
function Facts({ point, serverTime }: { point: Point; serverTime: string }) {
  const { taken_at: taken, last_tested_restore: tested, deletable_by: by } = point;
  const isAsked = (fact: string | null) => fact !== null || point.survives === "yes";
  return (
    <dl className="flex flex-wrap gap-x-4 text-[13px] text-muted">
      {isAsked(taken) && (
        <Fact term="Taken">
          {taken && (
            <>
              <Ago at={taken} serverTime={serverTime} />; what came later is lost
            </>
          )}
        </Fact>
      )}
      {isAsked(tested) && (
        <Fact term="Restore last tested">
          {tested && <Ago at={tested} serverTime={serverTime} />}
        </Fact>
      )}
      {isAsked(by) && <Fact term="Can be deleted by">{by && <Untrusted text={by} />}</Fact>}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-1">
      <dt>{term}:</dt>
      <dd>
        {children ?? (
          <span className="inline-flex items-center gap-1 font-medium text-warn">
            <CircleHelp aria-hidden="true" className="size-3.5" /> not known
          </span>
        )}
      </dd>
    </div>
  );
}
