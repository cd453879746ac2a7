import type { ReviewerHabitView } from "@/lib/contract/user";
import { listReviewerHabits } from "@/lib/data/precedents";
import { requirePeopleReader } from "../authority";
import type { ServiceContext } from "../context";

/** From here on an approval rate says something. */
const DECISIONS_MIN = 10;
const APPROVAL_RATE_MAX = 0.97;
const HASTY_SHARE_MAX = 0.3;

/** How everyone decides, for admins and auditors; over the last 30 days. Errors: forbidden. */
export async function reviewerHabits(ctx: ServiceContext): Promise<ReviewerHabitView[]> {
  requirePeopleReader(ctx);
  return (await listReviewerHabits(ctx.db)).map((habit) => {
    const decided = habit.approved + habit.denied;
    const enough = decided >= DECISIONS_MIN;
    return {
      id: habit.userId,
      name: habit.name,
      approved: habit.approved,
      denied: habit.denied,
      median_dwell: habit.medianDwell_s,
      hasty: habit.hasty,
      canaries_caught: habit.caught,
      canaries_missed: habit.missed,
      rubber_stamp:
        enough &&
        habit.approved / decided > APPROVAL_RATE_MAX &&
        habit.hasty / habit.approved > HASTY_SHARE_MAX,
    };
  });
}
