import { durationText } from "@/components/ui/duration";
import { Clock, MinuteIn } from "@/components/ui/time";
import type { ReviewView } from "@/lib/contract/review";

/** A wait this much longer than the objection window is one for the policy's hours. */
const HOURS_MARGIN_MS = 60_000;

/** What the viewer's own approval would set off, in a sentence or two. */
export function Consequence({ view }: { view: ReviewView }) {
  const { viewer, approvals_received: received } = view;
  if (view.agent_disabled) return <>Nothing would run: its agent is disabled.</>;
  if (viewer.missing_after.length > 0) {
    const missing = viewer.missing_after.map(({ group, missing: n }) => `${n} more of ${group}`);
    return <>After you, {missing.join(" and ")} must approve.</>;
  }
  return (
    <>
      {received === 0 ? "Your approval alone is enough. " : "Your approval is the last one. "}
      {view.frozen ? "Nothing runs before the freeze is over." : <Then view={view} />}
    </>
  );
}

function Then({
  view: { shown, would_be_valid: valid, server_time: serverTime },
}: {
  view: ReviewView;
}) {
  const { objection_window_s: window_s, grant_ttl_s } = shown.policy;
  if (!valid)
    return <>But the policy leaves no hours open in the next eight days in which it may run.</>;
  const ahead_ms = Date.parse(valid.not_before) - Date.parse(serverTime);
  if (ahead_ms > window_s * 1000 + HOURS_MARGIN_MS)
    return (
      <>
        The grant can be used from <Clock at={valid.not_before} day />, in the hours that the policy
        leaves open.
      </>
    );
  if (window_s > 0)
    return (
      <>
        The grant can be used from <MinuteIn seconds={window_s} serverTime={serverTime} />, after
        the objection window of {durationText(window_s)}.
      </>
    );
  return <>It can then run within {durationText(grant_ttl_s)}.</>;
}
