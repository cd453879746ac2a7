import { Untrusted } from "@/components/ui/untrusted";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import { Provenance } from "./provenance";

/** What each figure rests on: tool, query, time. Folded away until somebody doubts. */
export function Evidence({ report }: { report: BlastRadius }) {
  return (
    <details className="border-line bg-surface rounded-[10px] border px-4 py-3 md:px-[18px]">
      <summary className="font-semibold">Evidence ({report.evidence.length})</summary>
      <ul className="divide-line mt-2 divide-y text-sm">
        {report.evidence.map((item) => (
          <li key={item.id} className="py-2">
            <p className="flex flex-wrap justify-between gap-2">
              <span className="font-medium">
                <Untrusted text={item.tool} />
              </span>
              <span className="text-muted">
                {item.at.slice(0, 19).replace("T", " ")} UTC · <Provenance assurance={item.source} />
              </span>
            </p>
            {item.query && (
              <pre className="bg-sunken mt-1 overflow-x-auto rounded-lg p-2">
                <Untrusted text={item.query} multiline />
              </pre>
            )}
            {item.digest && <p className="text-faint font-mono text-xs break-all">{item.digest}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
