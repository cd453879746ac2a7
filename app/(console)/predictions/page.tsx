import { Check, CircleHelp, X } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { countText } from "@/components/blast-radius/count";
import { PageHeader } from "@/components/layout/page-header";
import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { Foretold } from "@/lib/contract/predictions";
import { operationPhrase } from "@/lib/core/phrase";
import { loadPredictions } from "@/lib/services/operation/predictions";
import { requireReviewer } from "@/lib/web/session";

export const metadata: Metadata = { title: "Predictions" };

/** Estimates are kept honest here: what was foretold, beside what was reported. */
export default async function PredictionsPage() {
  const ctx = await requireReviewer("/predictions");
  const { items, server_time } = await loadPredictions(ctx);
  const compared = items.filter(({ held }) => held !== null);
  const wrong = compared.filter(({ held }) => held === false);
  return (
    <>
      <PageHeader title="Predictions">
        {compared.length === 0
          ? "How many records an operation was predicted to destroy, beside what was reported."
          : `${compared.length - wrong.length} of the last ${compared.length} predictions held; ${wrong.length} didn’t.`}
      </PageHeader>
      <Card label="Predictions" flush>
        {items.length === 0 ? (
          <p className="p-4 text-muted">Nothing was executed and reported yet.</p>
        ) : (
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <Row key={item.operation_id} item={item} serverTime={server_time} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

const OUTCOMES = {
  succeeded: "success",
  failed: "a failure",
  unknown: "that it doesn’t know the outcome",
  not_started: "that nothing was started",
} as const;

const FATES = {
  held: { icon: Check, look: "text-ok", word: "held" },
  wrong: { icon: X, look: "text-danger", word: "was wrong" },
  open: { icon: CircleHelp, look: "text-warn", word: "can’t be compared" },
} as const;

function Row({ item, serverTime }: { item: Foretold; serverTime: string }) {
  const fate = FATES[item.held === null ? "open" : item.held ? "held" : "wrong"];
  const Icon = fate.icon;
  const { sentence } = operationPhrase(item);
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_auto]">
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <Link href={`/operations/${item.operation_id}`} className="font-semibold">
          <Untrusted text={sentence} />
        </Link>
        <br />
        <span className="text-[13px] text-muted">
          <Untrusted text={item.enforcement_point} /> reported {OUTCOMES[item.outcome]}{" "}
          <Ago at={item.reported_at} serverTime={serverTime} />
        </span>
      </p>
      <p className="text-sm md:text-right">
        <span className={`inline-flex items-center gap-1 font-medium ${fate.look}`}>
          <Icon aria-hidden="true" className="size-4" /> {fate.word}
        </span>
        <br />
        <span className="text-[13px] text-muted">
          predicted: {countText(item.predicted) ?? "not known"}; reported:{" "}
          {item.reported === null ? "no count" : `${item.reported.toLocaleString("en")} records`}
        </span>
      </p>
    </li>
  );
}
