"use client";
import { useEffect, useState, useSyncExternalStore } from "react";

const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** "4 minutes ago", "in 55 minutes". */
export function relativeTime(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  for (const [unit, size] of UNITS)
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  // A clock a little ahead of ours is no future.
  return seconds > 5 ? "in a moment" : "just now";
}

/** "55 min", "2 h 10 min", "40 s": how long is left until then. */
export function timeLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.floor((until - now) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`;
  return `${Math.floor(hours / 24)} days`;
}

/** The server's clock, ticking on in the browser: a laptop that is an hour off still counts right. */
export function useServerNow(serverTime: string): number {
  const [now, setNow] = useState(() => Date.parse(serverTime));
  useEffect(() => {
    const offset = Date.parse(serverTime) - Date.now();
    const tick = () => setNow(Date.now() + offset);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [serverTime]);
  return now;
}

const never = () => () => {};

/** False on the server and until the browser has taken over: only the browser knows the reader's zone. */
const useInBrowser = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

const DAY_AND_ZONE: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "long" };
const DAY: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "medium" };
const CLOCK: Intl.DateTimeFormatOptions = { timeStyle: "medium" };
const DAY_MINUTE: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" };
const SHORT_CLOCK: Intl.DateTimeFormatOptions = { timeStyle: "short" };

/** Relative to the reader, the exact time in their zone on hover. */
export function Ago({ at, serverTime }: { at: string; serverTime: string }) {
  const now = useServerNow(serverTime);
  const exact = useInBrowser() ? new Date(at).toLocaleString(undefined, DAY_AND_ZONE) : at;
  return (
    <time dateTime={at} title={exact}>
      {relativeTime(Date.parse(at), now)}
    </time>
  );
}

/** The exact time in the reader's zone; in UTC, said so, until the browser has taken over. */
export function Clock({ at, day = false }: { at: string; day?: boolean }) {
  const local = useInBrowser();
  const utc = `${(day ? at.slice(0, 19) : at.slice(11, 19)).replace("T", " ")} UTC`;
  return (
    <time dateTime={at} title={at}>
      {local ? new Date(at).toLocaleString(undefined, day ? DAY : CLOCK) : utc}
    </time>
  );
}

/** `02:58:11 · 4 minutes ago`: exact first, as one night's events are told apart; with its day where that isn't today. */
export function At({ at, serverTime }: { at: string; serverTime: string }) {
  const now = useServerNow(serverTime);
  const local = useInBrowser();
  const isToday = local
    ? new Date(at).toDateString() === new Date(now).toDateString()
    : at.slice(0, 10) === serverTime.slice(0, 10);
  return (
    <span>
      <span className="whitespace-nowrap text-text">
        <Clock at={at} day={!isToday} />
      </span>{" "}
      <span className="whitespace-nowrap">· {relativeTime(Date.parse(at), now)}</span>
    </span>
  );
}

/** `02:58`, in the reader's zone. */
export function Minute({ at }: { at: string }) {
  const local = useInBrowser();
  return (
    <time dateTime={at} title={at}>
      {local ? new Date(at).toLocaleTimeString(undefined, SHORT_CLOCK) : `${at.slice(11, 16)} UTC`}
    </time>
  );
}

/** `25 Nov 2026, 14:02`, in the reader's zone: for a deadline days ahead. */
export function DayMinute({ at }: { at: string }) {
  const local = useInBrowser();
  return (
    <time dateTime={at} title={at}>
      {local
        ? new Date(at).toLocaleString(undefined, DAY_MINUTE)
        : `${at.slice(0, 16).replace("T", " ")} UTC`}
    </time>
  );
}

/** `02:58`: so many seconds from now, and from now on. */
export function MinuteIn({ seconds, serverTime }: { seconds: number; serverTime: string }) {
  const now = useServerNow(serverTime);
  return <Minute at={new Date(now + seconds * 1000).toISOString()} />;
}

/** "9:31", "1:02:07": to the second, for what is about to happen. */
export function clockLeft(until: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  const pad = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const tail = `${hours > 0 ? pad(minutes) : minutes}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

export function Countdown({ until, serverTime }: { until: string; serverTime: string }) {
  const now = useServerNow(serverTime);
  return <time dateTime={until}>{timeLeft(Date.parse(until), now)}</time>;
}
