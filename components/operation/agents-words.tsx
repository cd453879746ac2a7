import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { Shown } from "@/lib/contract/review";
import { LongText, type ReadWhole } from "./long-text";

const plain = "font-sans whitespace-pre-wrap [overflow-wrap:anywhere]";

export function AgentsWords({ shown, read }: { shown: Shown; read: ReadWhole }) {
  return (
    <Card label="The agent's words" title="The agent's words" note="not verified">
      <blockquote className="border-l-[3px] border-line-strong pl-3.5 text-muted">
        <LongText name="reason" text={shown.reason} frame={plain} read={read}>
          <Untrusted text={shown.reason} multiline />
        </LongText>
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
