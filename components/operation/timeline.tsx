import { Card } from "@/components/ui/card";
import { At } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView, TimelineEntry } from "@/lib/contract/review";
import { EVENT_WORDS, POLICY_WORDS, whoOf } from "./event-words";
import { plainName } from "./plain-name";

const BAD = /^(security\.|mail\.dead|grant\.(failed|unknown))/;
/** Who approved and that it is complete is one line for people; the log keeps both. */
const UNTOLD = new Set(["operation.approved"]);

const wordsOf = ({ action, policy_rules }: TimelineEntry) =>
  (policy_rules === null ? undefined : POLICY_WORDS[action]) ?? EVENT_WORDS[action] ?? action;

/** The same thing said several times in a row is one line, with its number. */
function toldOf(timeline: readonly TimelineEntry[]): { entry: TimelineEntry; times: number }[] {
  const told: { entry: TimelineEntry; times: number }[] = [];
  for (const entry of timeline) {
    if (UNTOLD.has(entry.action) && entry.policy_rules === null) continue;
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
          <li key={entry.id} className="grid grid-cols-[12px_minmax(0,1fr)] gap-2.5 text-sm">
            <span
              aria-hidden="true"
              className={`mt-1.5 size-2 rounded-full ${BAD.test(entry.action) ? "bg-danger" : "bg-line-strong"}`}
            />
            <span className={BAD.test(entry.action) ? "text-danger" : ""}>
              <b className="font-semibold">
                <Untrusted text={plainName(whoOf(entry))} />
              </b>{" "}
              {wordsOf(entry)}
              {entry.policy_rules !== null && entry.policy_rules.length > 0 && (
                <>
                  : rule <Untrusted text={entry.policy_rules.join(", ")} />
                </>
              )}
              {times > 1 && ` (${times} times)`}
              {entry.detail && (
                <span className="text-muted">
                  {" "}
                  “<Untrusted text={entry.detail} />”
                </span>
              )}
              <span className="block text-[13px] text-muted">
                <At at={entry.at} serverTime={view.server_time} />
              </span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
