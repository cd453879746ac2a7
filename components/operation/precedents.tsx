import { History, X } from "lucide-react";
import Link from "next/link";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import { ordinal } from "./ordinal";

/** Below this many in a day nobody needs to be told. */
const TOLD_FROM = 3;

/** What went before, above everything else: it was denied already, or it is one of many. */
export function Precedents({ view }: { view: ReviewView }) {
  const { denial } = view.precedents;
  return (
    <>
      {denial && (
        <p
          role="note"
          className="mt-3 flex gap-2 rounded-lg border border-danger-line bg-danger-soft p-3 text-danger"
        >
          <X aria-hidden="true" strokeWidth={2.5} className="mt-0.5 size-[18px] shrink-0" />
          <span className="min-w-0">
            <b className="font-semibold">
              {denial.same ? "Denied before: exactly this" : "Denied before on the same resource"}
            </b>
            , by {denial.by ?? "the policy"} <Ago at={denial.at} serverTime={view.server_time} />.
            {denial.reason && (
              <>
                {" "}
                “<Untrusted text={denial.reason} />”
              </>
            )}{" "}
            <Link href={`/operations/${denial.operation_id}`}>See that denial</Link>
          </span>
        </p>
      )}
      <Many view={view} />
    </>
  );
}

function Many({ view: { precedents, shown } }: { view: ReviewView }) {
  const { asked, approved, denied } = precedents;
  const { manifest } = shown;
  if (asked < TOLD_FROM && !manifest) return null;
  return (
    <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
      {asked >= TOLD_FROM && (
        <span className="inline-flex items-center gap-1.5">
          <History aria-hidden="true" className="size-4 shrink-0" />
          <span>
            The <b className="font-semibold text-text">{ordinal(asked)}</b>{" "}
            <span className="font-mono text-[13px]">{shown.action}</span> by {shown.agent.name} in a
            day ({approved} approved, {denied} denied)
          </span>
        </span>
      )}
      {manifest && (
        <span>
          {manifest.position} of {manifest.size} that were{" "}
          <Link href={`/manifests/${manifest.id}`}>submitted together</Link>
        </span>
      )}
    </p>
  );
}
