import { Fingerprint, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { ageText, durationText } from "@/components/ui/duration";
import type { ReviewView } from "@/lib/contract/review";

/** What bars an approval whatever it says below: told first, so that nobody reads for nothing. */
export function Obstacles({ view }: { view: ReviewView }) {
  const { viewer, shown, recovery } = view;
  const couldApprove = viewer.standing === "eligible" || viewer.standing === "sole";
  const noPasskey =
    couldApprove && viewer.decided === null && shown.policy.step_up && !viewer.has_passkey;
  return (
    <>
      {view.agent_disabled && (
        <Obstacle icon={TriangleAlert} title="Its agent is disabled, so nothing of it can run">
          <p>Deny it: an approval would permit nothing.</p>
        </Obstacle>
      )}
      {recovery && !recovery.met && <NoRecovery view={view} recovery={recovery} />}
      {noPasskey && (
        <Obstacle icon={Fingerprint} title="You need a passkey to approve this, and you have none">
          <p>
            <Link href="/settings">Add one in Settings</Link> first, then come back. You can deny it
            without one.
          </p>
        </Obstacle>
      )}
    </>
  );
}

function NoRecovery({
  view,
  recovery: { max_age_s, newest_age_s },
}: {
  view: ReviewView;
  recovery: NonNullable<ReviewView["recovery"]>;
}) {
  const begun = view.decisions.some(({ verdict }) => verdict === "approve");
  return (
    <Obstacle
      icon={TriangleAlert}
      title="Nobody can approve this yet: it needs a recent recovery point"
    >
      <p>
        The policy demands one that survives and is at most {durationText(max_age_s)} old.{" "}
        {newest_age_s === null
          ? "None is known."
          : `The newest that is known is ${ageText(newest_age_s)} old.`}
      </p>
      {begun ? (
        <p>
          Somebody has approved on these figures, so they stay. Deny it, and let the agent ask
          again.
        </p>
      ) : (
        <ol className="mt-1 list-decimal pl-5">
          <li>Take a backup, in a place that isn't destroyed with it.</li>
          <li>
            Register it in the <Link href="/inventory">inventory</Link>, with when it was taken and
            what it lives in.
          </li>
          <li>
            <a href="#destroyed">Work it out again</a>, on this page.
          </li>
        </ol>
      )}
    </Obstacle>
  );
}

const Obstacle = ({
  icon: Icon,
  title,
  children,
}: {
  icon: typeof TriangleAlert;
  title: string;
  children: ReactNode;
}) => (
  <section
    aria-label={title}
    className="mb-3.5 flex gap-3 rounded-[10px] border border-warn-line bg-warn-soft p-4 text-[15px]"
  >
    <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-warn" />
    <div className="min-w-0">
      <h2 className="font-semibold text-warn">{title}</h2>
      {children}
    </div>
  </section>
);
