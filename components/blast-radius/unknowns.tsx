import { CircleHelp } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { plural } from "./count";

/** A question goes on in a sentence of ours: "Not known: how much data is lost?" */
const inSentence = (what: string) => what.charAt(0).toLowerCase() + what.slice(1);

/** What nobody knows, why, and how to find out: louder than a large number. */
export function Unknowns({ report }: { report: BlastRadius }) {
  const { unknowns } = report;
  if (unknowns.length === 0) return null;
  return (
    <Card
      id="unknowns"
      label="Unknowns"
      tone="warn"
      title={
        <>
          <CircleHelp aria-hidden="true" className="shrink-0" />
          {plural(unknowns.length, "thing")} nobody has checked
        </>
      }
    >
      <ul className="grid gap-2">
        {unknowns.map((unknown) => (
          <li
            key={unknown.what}
            className="grid grid-cols-[18px_minmax(0,1fr)] gap-x-2.5 rounded-r-md border-l-[3px] border-warn bg-warn-soft px-3 py-2"
          >
            <CircleHelp aria-hidden="true" className="mt-0.5 size-[18px] text-warn" />
            <div>
              <p className="font-semibold">
                <span className="text-warn">Not known:</span>{" "}
                <Untrusted text={inSentence(unknown.what)} />
              </p>
              <p className="text-sm text-muted">
                <Untrusted text={unknown.why} />
              </p>
              <p className="text-sm">
                <span className="font-medium">To find out:</span>{" "}
                <Untrusted text={inSentence(unknown.resolve)} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
