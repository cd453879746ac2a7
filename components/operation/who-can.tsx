import { Card } from "@/components/ui/card";
import { Clock } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { WhoCanApprove } from "@/lib/contract/review";

/** Whom to call at night: who can still approve, for whom, and who is away. */
export function WhoCan({ who: { able, away } }: { who: WhoCanApprove }) {
  return (
    <Card label="Who can still approve" title="Who can still approve">
      {able.length === 0 && <p className="text-sm text-warn">Nobody who is there.</p>}
      <ul className="grid gap-1 text-sm">
        {able.map(({ id, name, stands_in_for }) => (
          <li key={id}>
            <Untrusted text={name} />
            {stands_in_for.length > 0 && (
              <span className="text-muted">
                {" "}
                for <Untrusted text={stands_in_for.join(", ")} />
              </span>
            )}
          </li>
        ))}
        {away.map(({ id, name, until }) => (
          <li key={id} className="text-muted">
            <Untrusted text={name} />, away until <Clock at={until} day />
          </li>
        ))}
      </ul>
    </Card>
  );
}
