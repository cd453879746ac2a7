import { CircleHelp } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";

/** What nobody knows, why, and how to find out: louder than a large number. */
export function Unknowns({ report }: { report: BlastRadius }) {
  if (report.unknowns.length === 0) return null;
  return (
    <Card
      label="Unknowns"
      tone="warn"
      title={
        <>
          <CircleHelp aria-hidden="true" /> What isn't known
        </>
      }
      note={`${report.unknowns.length} open`}
    >
      <ul className="divide-y divide-line">
        {report.unknowns.map((unknown) => (
          <li key={unknown.what} className="py-2">
            <p className="font-semibold">
              <Untrusted text={unknown.what} />
            </p>
            <p className="text-sm text-muted">
              <Untrusted text={unknown.why} /> <Untrusted text={unknown.resolve} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
