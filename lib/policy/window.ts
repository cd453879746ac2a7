import { DateTime, Interval } from "luxon";
import { WEEKDAYS, type Blackout, type Window } from "@/lib/contract/policy";
import type { Demand } from "./demand";

/** Looked ahead this far for hours in which a grant may be used. */
const LOOK_AHEAD_DAYS = 8;

/** When a grant may be used: from the first instant, and no longer than to the second. */
export interface Opening {
  readonly from: Date;
  /** Null: nothing ends it. */
  readonly until: Date | null;
}

/**
 * The first hours from `earliest` on that lie in a window of every rule and outside of all blackouts;
 * null where none begin within eight days. Hours are those of each window's own time zone, also across
 * a change of the clocks.
 */
export function nextOpening(
  { windows, blackouts }: Pick<Demand, "windows" | "blackouts">,
  earliest: Date,
): Opening | null {
  if (windows.length === 0 && blackouts.length === 0) return { from: earliest, until: null };
  const start = DateTime.fromJSDate(earliest, { zone: "utc" });
  let open: Interval[] = [Interval.fromDateTimes(start, start.plus({ days: LOOK_AHEAD_DAYS }))];
  for (const list of windows) {
    const hours: Interval[] = Interval.merge(list.flatMap((window) => hoursOf(window, start)));
    open = open.flatMap((one) =>
      hours.flatMap((hour) => {
        const both: Interval | null = one.intersection(hour);
        return both && both.length() > 0 ? [both] : [];
      }),
    );
  }
  const closed = blackouts.map(daysOf);
  const [first] = open
    .flatMap((one) => one.difference(...closed))
    .filter((one) => one.length() > 0)
    .toSorted((a, b) => Number(a.start) - Number(b.start));
  if (!first?.start || !first.end) return null;
  return { from: first.start.toJSDate(), until: first.end.toJSDate() };
}

function hoursOf(window: Window, around: DateTime): Interval[] {
  const today = around.setZone(window.timezone).startOf("day");
  const at = (day: DateTime, time: string) => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return day.set({ hour, minute });
  };
  const overnight = window.until <= window.from;
  return Array.from({ length: LOOK_AHEAD_DAYS + 2 }, (_, i) => today.plus({ days: i - 1 }))
    .filter((day) => window.days.includes(WEEKDAYS[day.weekday - 1] ?? "mon"))
    .map((day) =>
      Interval.fromDateTimes(
        at(day, window.from),
        at(overnight ? day.plus({ days: 1 }) : day, window.until),
      ),
    )
    .filter((hours) => hours.isValid);
}

const daysOf = ({ from, until, timezone }: Blackout): Interval =>
  Interval.fromDateTimes(
    DateTime.fromISO(from, { zone: timezone }),
    DateTime.fromISO(until, { zone: timezone }).plus({ days: 1 }),
  );
