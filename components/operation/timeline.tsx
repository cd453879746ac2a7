import { Card } from "@/components/ui/card";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView, TimelineEntry } from "@/lib/contract/review";

const WORDS: Readonly<Record<string, string>> = {
  "operation.submitted": "asked for it",
  "mail.sent": "told a reviewer by mail",
  "mail.dead": "could not deliver a mail to a reviewer",
  "operation.seen": "opened it first",
  "operation.approval_given": "approved",
  "operation.approved": "recorded that all approvals are there",
  "operation.denied": "denied",
  "operation.expired": "let it expire",
  "operation.cancelled": "cancelled it",
  "grant.issued": "issued the one grant",
  "grant.claimed": "redeemed the grant and began",
  "grant.succeeded": "reported success",
  "grant.failed": "reported a failure",
  "grant.unknown": "has no result: the outcome is unknown",
  "grant.lapsed": "reported that nothing was started",
  "grant.expired": "let the grant expire, unused",
  "grant.revoked": "revoked the grant",
  "security.grant_reuse": "tried to use the grant again, and was refused",
  "security.wrong_audience": "tried to use another's grant, and was refused",
  "security.digest_mismatch": "tried to execute something else, and was refused",
  "security.proof_refused": "gave no valid proof of possession, and was refused",
};

const BAD = /^(security\.|mail\.dead|grant\.(failed|unknown))/;
/** Who approved and that it is complete is one line for people; the log keeps both. */
const UNTOLD = new Set(["operation.approved"]);

/** The same thing said several times in a row is one line, with its number. */
function toldOf(timeline: readonly TimelineEntry[]): { entry: TimelineEntry; times: number }[] {
  const told: { entry: TimelineEntry; times: number }[] = [];
  for (const entry of timeline) {
    if (UNTOLD.has(entry.action)) continue;
    const last = told.at(-1);
    const same =
      last?.entry.action === entry.action &&
      last.entry.who === entry.who &&
      last.entry.detail === entry.detail;
    if (last && same) last.times += 1;
    else told.push({ entry, times: 1 });
  }
  return told;
}

export function Timeline({ view }: { view: ReviewView }) {
  const entries = toldOf(view.timeline);
  return (
    <Card label="Timeline" title="Timeline">
      <ol className="grid gap-2">
        {entries.map(({ entry, times }) => (
          <li key={entry.id} className="grid grid-cols-[12px_minmax(0,1fr)_auto] gap-2.5 text-sm">
            <span
              aria-hidden="true"
              className={`mt-1.5 size-2 rounded-full ${BAD.test(entry.action) ? "bg-danger" : "bg-line-strong"}`}
            />
            <span className={BAD.test(entry.action) ? "text-danger" : ""}>
              <b className="font-semibold">
                <Untrusted text={entry.who} />
              </b>{" "}
              {WORDS[entry.action] ?? entry.action}
              {times > 1 && ` (${times} times)`}
              {entry.detail && (
                <span className="text-muted">
                  {" "}
                  “<Untrusted text={entry.detail} />”
                </span>
              )}
            </span>
            <span className="text-muted">
              <Ago at={entry.at} serverTime={view.server_time} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
