import { durationText } from "@/components/ui/duration";
import type { Shown, ShownPolicy } from "@/lib/contract/review";

/** "2 of sre and 1 of dba". */
export const quorumText = (quorum: ShownPolicy["quorum"]): string =>
  quorum.map(({ group, required }) => `${required} of ${group}`).join(" and ");

/** What an approval takes beside people, each in a few words. */
export function demandsOf({ policy }: Pick<Shown, "policy">): string[] {
  const hours = policy.windows.map((list) =>
    list
      .map(({ days, from, until, timezone }) => {
        const on = days.length === 7 ? "daily" : days.join(", ");
        return `${on} ${from} to ${until} (${timezone})`;
      })
      .join(" or "),
  );
  const closed = policy.blackouts.map(({ from, until, why }) =>
    from === until ? `not on ${from}: ${why}` : `not from ${from} to ${until}: ${why}`,
  );
  return [
    ...(policy.step_up ? ["a passkey"] : []),
    ...(policy.typed_confirmation === null ? [] : ["the resource typed in"]),
    ...(policy.comment ? ["a comment"] : []),
    ...(policy.recovery_max_age_s === null
      ? []
      : [`a recovery point that survives, at most ${durationText(policy.recovery_max_age_s)} old`]),
    ...(policy.objection_window_s > 0
      ? [`${durationText(policy.objection_window_s)} in which others may object`]
      : []),
    ...hours.map((text) => `executed only ${text}`),
    ...closed.map((text) => `executed ${text}`),
  ];
}
