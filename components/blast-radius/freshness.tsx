"use client";
import { Clock, timeLeft, useServerNow } from "@/components/ui/time";

/** When it was measured, and how long that holds: counted down, since a page stays open. */
export function Freshness({
  at,
  validUntil,
  serverTime,
}: {
  at: string;
  validUntil: string;
  serverTime: string;
}) {
  const now = useServerNow(serverTime);
  const until = Date.parse(validUntil);
  return (
    <>
      measured <Clock at={at} /> ·{" "}
      {until <= now ? (
        <span className="font-medium text-warn">
          out of date since <Clock at={validUntil} />
        </span>
      ) : (
        <>holds for {timeLeft(until, now)}</>
      )}
    </>
  );
}
