import { Check, CircleHelp, X } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { Provenance } from "./provenance";

const FATES = {
  yes: { icon: Check, look: "text-ok", word: "survives" },
  no: { icon: X, look: "text-danger", word: "destroyed with it" },
  unknown: { icon: CircleHelp, look: "text-warn", word: "not known" },
} as const;

/** The copies that would be left: those that die with the target are struck through, with the reason. */
export function Survivors({ report, serverTime }: { report: BlastRadius; serverTime: string }) {
  const points = report.recovery_points;
  const left = points.filter((point) => point.survives === "yes").length;
  return (
    <Card
      label="What survives"
      title="What survives"
      note={
        points.length === 0 ? "nothing registered" : `${left} of ${points.length} known to survive`
      }
    >
      {points.length === 0 ? (
        <p className="flex items-start gap-2 font-medium text-warn">
          <CircleHelp aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          No recovery point is known. Assume that nothing survives.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {points.map((point) => {
            const { icon: Icon, look, word } = FATES[point.survives];
            return (
              <li
                key={point.name}
                className="grid grid-cols-[20px_minmax(0,1fr)_auto] gap-2.5 py-2"
              >
                <Icon aria-hidden="true" className={`mt-0.5 size-4 ${look}`} />
                <p>
                  {point.survives === "no" ? (
                    <s className="decoration-danger decoration-[1.5px]">
                      <Untrusted text={point.name} />
                    </s>
                  ) : (
                    <Untrusted text={point.name} />
                  )}
                  {point.taken_at && (
                    <>
                      , <Ago at={point.taken_at} serverTime={serverTime} />
                    </>
                  )}
                  <br />
                  <span className={`text-[13px] ${point.survives === "yes" ? "text-muted" : look}`}>
                    {word}: <Untrusted text={point.why} />
                  </span>
                </p>
                <Provenance assurance={point.assurance} />
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
