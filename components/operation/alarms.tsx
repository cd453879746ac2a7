import { Check, CircleHelp, Undo2, X } from "lucide-react";
import type { ReactNode } from "react";
import { countText, plural } from "@/components/blast-radius/count";
import { survivalText, UNDO } from "@/components/blast-radius/undo";
import { undoReason, UndoText } from "@/components/blast-radius/destroyed";
import type { BlastRadius } from "@/lib/contract/blast-radius";

/** What a reader must know before anything else: can it be undone, is there a copy, how much is it. */
export function Alarms({ report }: { report: BlastRadius }) {
  if (report.effects.length === 0 && report.unknowns.length === 0) return null;
  const undo = UNDO[report.reversibility.value];
  const { figure, none } = survivalText(report.recovery_points);
  const lost = report.recovery_points.filter((point) => point.survives === "no").length;
  const records = countText(report.totals.records_deleted);
  const unknowns = report.unknowns.length;
  return (
    <ul className="mt-3 grid gap-1">
      <Alarm
        to="#destroyed"
        icon={undo.permanent ? X : Undo2}
        look={undo.permanent ? "text-danger" : ""}
        say={<UndoText reversibility={report.reversibility} />}
        more={`: ${undoReason(report.reversibility)}`}
      />
      <Alarm
        to="#survives"
        icon={none ? X : Check}
        look={none ? "text-danger" : ""}
        say={none ? "No backup is known to survive" : `${figure} backups are known to survive`}
        more={lost > 0 && `: ${lost} would be gone`}
      />
      <Alarm
        to={unknowns > 0 ? "#unknowns" : "#destroyed"}
        icon={records === null ? CircleHelp : X}
        look={records === null ? "text-warn" : "text-danger"}
        say={records === null ? "How much data: not known" : `Records deleted: ${records}`}
        more={unknowns > 0 ? ` · ${plural(unknowns, "unknown")}` : ""}
      />
    </ul>
  );
}

function Alarm({
  to,
  icon: Icon,
  look,
  say,
  more = "",
}: {
  to: string;
  icon: typeof X;
  look: string;
  say: ReactNode;
  more?: ReactNode;
}) {
  return (
    <li>
      <a
        href={to}
        className={`inline-flex min-h-6 items-start gap-2 no-underline hover:underline ${look}`}
      >
        <Icon aria-hidden="true" strokeWidth={2.5} className="mt-0.5 size-[18px] shrink-0" />
        <span>
          <b className="font-semibold">{say}</b>
          {more}
        </span>
      </a>
    </li>
  );
}
