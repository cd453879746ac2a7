import { Ban, CircleCheck, ShieldCheck } from "lucide-react";
import { Untrusted } from "@/components/ui/untrusted";
import type { RuleReadingView } from "@/lib/contract/policy-version";

const EFFECTS = {
  require: { icon: ShieldCheck, look: "text-accent", word: "requires" },
  deny: { icon: Ban, look: "text-danger", word: "denies" },
  allow: { icon: CircleCheck, look: "text-warn", word: "allows" },
} as const;

/** Each rule as one would say it. */
export function Readings({ readings }: { readings: readonly RuleReadingView[] }) {
  if (readings.length === 0)
    return <p className="text-muted">No rules: only the built-in rule applies.</p>;
  return (
    <ol aria-label="Rules in words" className="grid gap-3">
      {readings.map(({ rule, effect, when, demands }) => {
        const { icon: Icon, look, word } = EFFECTS[effect];
        return (
          <li key={rule} className="flex gap-2.5">
            <Icon aria-hidden="true" className={`mt-1 size-4 shrink-0 ${look}`} />
            <div className="min-w-0 [overflow-wrap:anywhere]">
              <p className="font-semibold">
                <Untrusted text={rule} /> <span className="sr-only">{word}</span>
              </p>
              <p className="text-sm text-muted">
                <Untrusted text={when} />:
              </p>
              <ul className="list-disc pl-5 text-sm">
                {demands.map((part) => (
                  <li key={part}>
                    <Untrusted text={part} />
                  </li>
                ))}
              </ul>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
