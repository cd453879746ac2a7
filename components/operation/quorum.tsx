import { Check, Circle, TriangleAlert } from "lucide-react";
import { Ago } from "@/components/ui/time";
import { Untrusted } from "@/components/ui/untrusted";
import type { GivenDecision, GroupProgress, ReviewView } from "@/lib/contract/review";

/** How many names are listed before a number stands for the rest. */
const NAMES_MAX = 6;

/** Group by group: how many have approved, who, and who still can. */
export function Quorum({ view }: { view: ReviewView }) {
  return (
    <>
      <ul className="mb-3 grid gap-2.5">
        {view.quorum.map((progress) => (
          <Group key={progress.group} progress={progress} view={view} />
        ))}
      </ul>
      <Uncounted view={view} />
    </>
  );
}

function Group({ progress, view }: { progress: GroupProgress; view: ReviewView }) {
  const { group, required, received } = progress;
  const given = view.decisions.filter(
    ({ verdict, counts_for }) => verdict === "approve" && counts_for === group,
  );
  return (
    <li>
      <p className="flex justify-between gap-3 text-sm">
        <b className="font-semibold">{group}</b>
        <span className="text-muted">
          {received} of {required}
        </span>
      </p>
      <div className="my-1 flex gap-1" aria-hidden="true">
        {Array.from({ length: required }, (_, i) => (
          <i key={i} className={`h-1.5 flex-1 rounded ${i < received ? "bg-ok" : "bg-line"}`} />
        ))}
      </div>
      <ul className="grid gap-1 text-sm">
        {given.map((decision) => (
          <li key={decision.reviewer.id} className="flex gap-2">
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
            <Said decision={decision} serverTime={view.server_time} />
          </li>
        ))}
      </ul>
      {received < required && <StillCan progress={progress} />}
    </li>
  );
}

function StillCan({
  progress: { required, received, still_can: people },
}: {
  progress: GroupProgress;
}) {
  if (people.length < required - received)
    return (
      <p className="flex gap-2 text-[13px] font-medium text-warn">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
        Too few people are left who could approve for this group.
      </p>
    );
  const more = people.length - NAMES_MAX;
  return (
    <p className="flex gap-2 text-[13px] text-muted">
      <Circle aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span>
        {people.slice(0, NAMES_MAX).map((person, i) => (
          <span key={person.id}>
            {i > 0 && ", "}
            <Untrusted text={person.name} />
            {person.stands_in_for !== null && (
              <>
                {" "}
                (for <Untrusted text={person.stands_in_for} />)
              </>
            )}
          </span>
        ))}
        {more > 0 && ` and ${more} more`} can approve
      </span>
    </p>
  );
}

/** Approvals that no group needs, or that no longer stand; a denial has a page of its own. */
function Uncounted({ view }: { view: ReviewView }) {
  const rest = view.decisions.filter(
    ({ verdict, counts_for }) => verdict !== "deny" && counts_for === null,
  );
  if (rest.length === 0) return null;
  return (
    <ul className="mb-3 grid gap-1 text-sm">
      {rest.map((decision) => (
        <li key={decision.reviewer.id} className="flex gap-2">
          {decision.stands ? (
            <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
          ) : (
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          )}
          <span>
            <Said decision={decision} serverTime={view.server_time} />{" "}
            <Standing decision={decision} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Said({ decision, serverTime }: { decision: GivenDecision; serverTime: string }) {
  return (
    <span>
      <b className="font-semibold">
        <Untrusted text={decision.reviewer.name} />
      </b>{" "}
      approved{" "}
      {decision.stands_in_for !== null && (
        <>
          for <Untrusted text={decision.stands_in_for} />{" "}
        </>
      )}
      <Ago at={decision.at} serverTime={serverTime} />
      {decision.comment && (
        <span className="text-muted">
          : “<Untrusted text={decision.comment} />”
        </span>
      )}
    </span>
  );
}

/** Said of an approval that no longer counts, and of one that nobody needs. */
export function Standing({ decision }: { decision: GivenDecision }) {
  if (decision.verdict === "deny") return null;
  if (!decision.stands)
    return <span className="block font-medium text-warn">This approval no longer stands.</span>;
  return decision.counts_for === null ? (
    <span className="block text-muted">Not needed for any group.</span>
  ) : null;
}
