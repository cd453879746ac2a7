import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";

/** What the policy decided by itself, in its own words. */
export function ByPolicy({ view: { shown } }: { view: ReviewView }) {
  const { denials, rules, ruling } = shown.policy;
  if (ruling === "allow")
    return (
      <p>
        Allowed by the policy, {rules.length === 1 ? "rule" : "rules"}{" "}
        <b className="font-semibold">
          <Untrusted text={rules.join(", ")} />
        </b>
        : nobody was asked.
      </p>
    );
  return denials.map(({ rule, reason }) => (
    <p key={rule}>
      Denied by the policy, rule{" "}
      <b className="font-semibold">
        <Untrusted text={rule} />
      </b>
      : <Untrusted text={reason} />
    </p>
  ));
}
