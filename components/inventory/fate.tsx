import { Check, CircleHelp, X } from "lucide-react";
import { Untrusted } from "@/components/ui/untrusted";
import type { RecoveryPointView } from "@/lib/contract/inventory";

const FATES = {
  yes: { icon: Check, look: "text-muted" },
  no: { icon: X, look: "text-danger" },
  unknown: { icon: CircleHelp, look: "text-warn" },
} as const;

/** What would become of a copy, were its resource destroyed; in the words of the review page. */
export function Fate({ point }: { point: RecoveryPointView }) {
  const { icon: Icon, look } = FATES[point.survives];
  return (
    <p className={`flex items-start gap-1.5 ${look}`}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {point.failure_domain === null ? (
          "Not known whether it survives: say what it lives in. Until then nobody counts on it."
        ) : point.survives === "no" ? (
          <>
            Destroyed with it: it lies inside <Untrusted text={point.failure_domain} />.
          </>
        ) : (
          <>
            Survives it: it lies in <Untrusted text={point.failure_domain} />, and dies with that
            only.
          </>
        )}
      </span>
    </p>
  );
}
