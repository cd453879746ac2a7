import { ArrowRight, Check, CircleHelp, Minus } from "lucide-react";
import Link from "next/link";
import { Chip, type ChipTone } from "@/components/ui/chip";
import { Untrusted } from "@/components/ui/untrusted";
import { Warning } from "@/components/ui/warning";
import type { SimulatedOperation, Simulation } from "@/lib/contract/policy-version";
import { operationPhrase } from "@/lib/core/phrase";

type Change = SimulatedOperation["change"];

/** What loosens comes first and in amber: it is what one must not overlook. */
const CHANGES: readonly [change: Change, words: string, tone: ChipTone][] = [
  ["allowed", "allowed without anybody", "warn"],
  ["no_longer_denied", "no longer denied", "warn"],
  ["fewer_approvals", "fewer approvals", "warn"],
  ["denied", "denied", "danger"],
  ["no_longer_allowed", "people are asked", "neutral"],
  ["more_approvals", "more approvals", "neutral"],
  ["other", "other demands", "neutral"],
];
const wordsOf = (change: Change) =>
  CHANGES.find(([one]) => one === change) ?? (["same", "unchanged", "neutral"] as const);

/** What a draft would have made of past operations. */
export function Backtest({ found }: { found: Simulation }) {
  const { looked_at, complete, counts, rulings, items, against } = found;
  const changed = looked_at - counts.same;
  if (looked_at === 0)
    return (
      <p className="text-muted">
        No operation was submitted yet, so there is nothing to try it on.
      </p>
    );
  return (
    <div className="grid gap-3">
      <p>
        <b>
          {changed === 0
            ? "Nothing would change"
            : `${changed.toLocaleString("en")} of ${looked_at.toLocaleString("en")} would be treated differently`}
        </b>{" "}
        <span className="text-muted">
          {changed === 0 && `in the last ${looked_at.toLocaleString("en")} operations `}
          than by {against === 0 ? "the built-in rule" : `version ${against}`}. In all:{" "}
          {rulings.allow.toLocaleString("en")} allowed, {rulings.review.toLocaleString("en")} for
          people to decide, {rulings.deny.toLocaleString("en")} denied.
        </span>
      </p>
      {!complete && <Warning>Time ran out: older ones weren’t looked at.</Warning>}
      {changed > 0 && (
        <ul aria-label="Changes" className="flex flex-wrap gap-2">
          {CHANGES.filter(([change]) => counts[change] > 0).map(([change, words, tone]) => (
            <li key={change}>
              <Chip tone={tone}>
                {counts[change].toLocaleString("en")} {words}
              </Chip>
            </li>
          ))}
        </ul>
      )}
      {items.length > 0 && (
        <ul aria-label="Changed operations" className="divide-y divide-line border-t border-line">
          {items.map((item) => (
            <li key={item.operation}>
              <details>
                <summary className="py-2.5 [overflow-wrap:anywhere]">
                  <Sentence item={item} />{" "}
                  <Chip tone={wordsOf(item.change)[2]}>{wordsOf(item.change)[1]}</Chip>
                </summary>
                <div className="grid gap-3 pb-3">
                  <Judgement item={item} />
                </div>
              </details>
            </li>
          ))}
        </ul>
      )}
      {items.length < changed && (
        <p className="text-sm text-muted">The newest {items.length} of them are listed.</p>
      )}
    </div>
  );
}

const Sentence = ({ item }: { item: SimulatedOperation }) => (
  <Untrusted text={operationPhrase(item).sentence} />
);

/** One operation: what was demanded, what would be, and which rules say so. */
export function Judgement({ item }: { item: SimulatedOperation }) {
  return (
    <>
      <p className="text-sm text-muted">
        <Untrusted text={item.headline} />
        {item.operation && (
          <>
            {" "}
            <Link href={`/operations/${item.operation}`}>Open the operation</Link> ({item.status})
          </>
        )}
      </p>
      <div className="grid items-start gap-3 md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
        <Demands title="Now" ruling={item.before} />
        <ArrowRight aria-hidden="true" className="mt-1 size-4 text-faint max-md:rotate-90" />
        <Demands title="With the draft" ruling={item.after} />
      </div>
      <RuleOutcomes rules={item.rules} />
    </>
  );
}

const Demands = ({ title, ruling }: { title: string; ruling: SimulatedOperation["before"] }) => (
  <div className="min-w-0">
    <p className="text-[13px] font-semibold text-muted">{title}</p>
    <ul className="list-disc pl-5 text-sm [overflow-wrap:anywhere]">
      {ruling.demands.map((part) => (
        <li key={part}>
          <Untrusted text={part} />
        </li>
      ))}
    </ul>
  </div>
);

const CONDITIONS = {
  true: { icon: Check, look: "text-ok", word: "true" },
  false: { icon: Minus, look: "text-muted", word: "false" },
  unknown: { icon: CircleHelp, look: "text-warn", word: "can’t be told" },
} as const;

function RuleOutcomes({ rules }: { rules: SimulatedOperation["rules"] }) {
  if (rules.length === 0)
    return <p className="text-sm text-muted">Only the built-in rule applies.</p>;
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-[13px] text-muted">
        <tr>
          <th className="py-1 pr-3 font-semibold">Rule</th>
          <th className="py-1 pr-3 font-semibold">Condition</th>
          <th className="py-1 font-semibold">Applies</th>
        </tr>
      </thead>
      <tbody>
        {rules.map(({ rule, condition, applies, effect }) => {
          const { icon: Icon, look, word } = CONDITIONS[condition];
          return (
            <tr key={rule} className="border-t border-line align-top">
              <td className="py-1.5 pr-3 [overflow-wrap:anywhere]">
                <Untrusted text={rule} />
              </td>
              <td className={`py-1.5 pr-3 whitespace-nowrap ${look}`}>
                <Icon aria-hidden="true" className="inline size-3.5 align-[-2px]" /> {word}
              </td>
              <td className={`py-1.5 ${applies ? "font-semibold" : "text-muted"}`}>
                {applies ? { require: "yes", deny: "denies it", allow: "yes" }[effect] : "no"}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
