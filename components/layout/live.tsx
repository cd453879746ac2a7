"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** Several changes at once are one refresh. */
const SETTLE_MS = 150;

/** Keeps the page as it is on the server, and says when it can't. */
export function Live() {
  const router = useRouter();
  const [state, setState] = useState<"connecting" | "live" | "lost">("connecting");

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), SETTLE_MS);
    };
    const source = new EventSource("/events");
    let missed = false;
    source.addEventListener("hello", () => {
      setState("live");
      if (missed) refresh(); // whatever happened while nobody listened
      missed = false;
    });
    source.addEventListener("changed", refresh);
    source.onerror = () => {
      missed = true;
      setState("lost");
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [router]);

  return (
    <p role="status" className="flex items-center gap-1.5 text-[13px] text-muted">
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${state === "live" ? "bg-ok" : "bg-warn"}`}
      />
      {state === "live"
        ? "Live"
        : state === "lost"
          ? "Connection lost, trying again"
          : "Connecting"}
    </p>
  );
}
