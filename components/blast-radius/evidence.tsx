import { Clock } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { Provenance } from "./provenance";

/** What each figure rests on: tool, query, time. Folded away until somebody doubts. */
export function Evidence({ report }: { report: BlastRadius }) {
  return (
    <details className="rounded-[10px] border border-line bg-surface px-4 py-3 md:px-[18px]">
      <summary className="font-semibold">Evidence ({report.evidence.length})</summary>
      <ul className="mt-2 divide-y divide-line text-sm">
        {report.evidence.map((item) => (
          <li key={item.id} className="py-2">
            <p className="flex flex-wrap justify-between gap-2">
              <span className="font-medium">
                <Untrusted text={item.tool} />
              </span>
              <span className="text-muted">
                <Clock at={item.at} day /> · <Provenance assurance={item.source} />
              </span>
            </p>
            {item.query && (
              <pre className="mt-1 rounded-lg bg-sunken p-2 [overflow-wrap:anywhere] whitespace-pre-wrap">
                <Untrusted text={item.query} multiline />
              </pre>
            )}
            {item.digest && <p className="font-mono text-xs break-all text-faint">{item.digest}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
