import { Card } from "@/components/ui/card";
import { Untrusted } from "@/components/ui/untrusted";
import type { ReviewView } from "@/lib/contract/review";
import type { SendObjection } from "./objection";
import { Standing } from "./quorum";
import { storyOf } from "./story";
import { VERDICT_WORDS } from "./verdict-words";

/** What happens now, and who decided so. */
export function Aftermath({ view, object }: { view: ReviewView; object: SendObjection }) {
  const { tone, icon: Icon, title, note, body } = storyOf(view, object);
  return (
    <Card
      label="Decision"
      tone={tone}
      className="md:sticky md:top-4"
      title={
        <>
          <Icon aria-hidden="true" /> {title}
        </>
      }
      note={note}
    >
      <div aria-live="polite" className="grid gap-2 pt-1">
        {body}
      </div>
      <ul className="mt-3 grid gap-1 text-sm">
        {view.decisions.map((decision) => (
          <li key={decision.reviewer.id} className="text-muted">
            <b className="font-semibold text-text">
              <Untrusted text={decision.reviewer.name} />
            </b>{" "}
            {VERDICT_WORDS[decision.verdict]}
            {decision.counts_for !== null && view.quorum.length > 1 && (
              <> for {decision.counts_for}</>
            )}
            {decision.stands_in_for !== null && (
              <>
                , standing in for <Untrusted text={decision.stands_in_for} />
              </>
            )}{" "}
            ({METHODS[decision.method]})
            {decision.comment && (
              <>
                : “<Untrusted text={decision.comment} />”
              </>
            )}{" "}
            <Standing decision={decision} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const METHODS = {
  setup: "set-up link",
  link: "one-time link",
  email: "mail",
  passkey: "passkey",
  oidc: "single sign-on",
  recovery_code: "recovery code",
} as const;
