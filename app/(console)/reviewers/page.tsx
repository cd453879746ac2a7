import type { Metadata } from "next";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/layout/page-header";
import { Card } from "@/components/ui/card";
import { ageText } from "@/components/ui/duration";
import { Warning } from "@/components/ui/warning";
import type { ReviewerHabitView } from "@/lib/contract/user";
import { reviewerHabits } from "@/lib/services/user/habits";
import { requireOverseer } from "@/lib/web/session";

export const metadata: Metadata = { title: "Reviewers" };

export default async function ReviewersPage() {
  const habits = await reviewerHabits(await requireOverseer("/reviewers"));
  return (
    <>
      <PageHeader title="How reviewers decide">
        Over the last 30 days. Who approves everything within seconds is tired, or asked too often:
        let the policy allow what is harmless, and ask more people less.
      </PageHeader>
      <Card label="Reviewers" flush>
        {habits.length === 0 ? (
          <p className="p-4 text-muted md:px-[18px]">Nobody has decided anything yet.</p>
        ) : (
          <ul className="divide-y divide-line">
            {habits.map((habit) => (
              <Habit key={habit.id} habit={habit} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function Habit({ habit }: { habit: ReviewerHabitView }) {
  const decided = habit.approved + habit.denied;
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,1fr)_170px_170px_170px] md:px-[18px]">
      <div className="min-w-0">
        <b className="font-semibold [overflow-wrap:anywhere]">{habit.name}</b>
        <Canaries caught={habit.canaries_caught} missed={habit.canaries_missed} />
        {habit.rubber_stamp && (
          <p className="text-[13.5px]">
            <Warning>may be approving without reading</Warning>
          </p>
        )}
      </div>
      <Figure label="Approved">
        {habit.approved} of {decided} ({Math.round((100 * habit.approved) / decided)} %)
      </Figure>
      <Figure label="Time before approving">
        {habit.median_dwell === null ? "not known" : `${ageText(habit.median_dwell)} (median)`}
      </Figure>
      <Figure label="Within 10 seconds">
        {habit.hasty === 0 ? "none" : `${habit.hasty} of ${habit.approved}`}
      </Figure>
    </li>
  );
}

/** Planted requests that came to them. */
function Canaries({ caught, missed }: { caught: number; missed: number }) {
  if (caught + missed === 0) return null;
  const seen = `${caught} of ${caught + missed} canaries denied`;
  return (
    <p className="text-[13.5px] text-muted">{missed > 0 ? <Warning>{seen}</Warning> : seen}</p>
  );
}

const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <p>
    <span className="block text-[13px] text-muted">{label}</span>
    {children}
  </p>
);
