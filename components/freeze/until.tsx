"use client";
import { Clock, Minute } from "@/components/ui/time";

/** Half a day ahead a clock time alone could be of another day. */
const NEAR_MS = 12 * 3600 * 1000;

/** "until 14:00", with its day where that is far; "until it is lifted". */
export function Until({ at, serverTime }: { at: string | null; serverTime: string }) {
  if (at === null) return <>until it is lifted</>;
  const near = Date.parse(at) - Date.parse(serverTime) < NEAR_MS;
  return <>until {near ? <Minute at={at} /> : <Clock at={at} day />}</>;
}
