import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { Shown } from "@/lib/contract/review";

export function AgentsWords({ shown }: { shown: Shown }) {
  return (
    <Card label="The agent's words" title="The agent's words" note="not verified">
      <blockquote className="border-l-[3px] border-line-strong pl-3.5 text-muted">
        <Untrusted text={shown.reason} multiline />
      </blockquote>
      {(shown.source.session ?? shown.source.url) && (
        <p className="mt-2 text-[13px] text-muted">
          From{" "}
          <Untrusted text={[shown.source.session, shown.source.url].filter(Boolean).join(", ")} />
        </p>
      )}
    </Card>
  );
}
