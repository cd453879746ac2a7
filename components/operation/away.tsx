import { Card } from "@/components/ui/card";
import { Clock } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { WhoCanApprove } from "@/lib/contract/review";

/** Whom not to call at night; who can approve stands with each group. */
export function Away({ who: { able, away } }: { who: WhoCanApprove }) {
  if (away.length === 0) return null;
  return (
    <Card label="Away" title="Away">
      {able.length === 0 && (
        <p className="mb-1 text-sm text-warn">Nobody who is there can approve.</p>
      )}
      <ul className="grid gap-1 text-sm">
        {away.map(({ id, name, until }) => (
          <li key={id}>
            <Untrusted text={name} />, until <Clock at={until} day />
          </li>
        ))}
      </ul>
    </Card>
  );
}
