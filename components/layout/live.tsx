"use client";
import { TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Minute } from "@/components/ui/time";

/** Several changes at once are one refresh. */
const SETTLE_MS = 150;

/** Keeps the page as it is on the server, and speaks up only when it can't. */
export function Live() {
  const router = useRouter();
  /** Since when nothing arrives; null while all is well. */
  const [lost, setLost] = useState<string | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(timer);
      timer = setTimeout(() => router.refresh(), SETTLE_MS);
    };
    const source = new EventSource("/events");
    source.addEventListener("hello", () => {
      setLost(null);
      // Whatever happened while nobody listened; the first time, since the page was drawn.
      refresh();
    });
    source.addEventListener("changed", refresh);
    source.onerror = () => setLost((since) => since ?? new Date().toISOString());
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [router]);

  return (
    <p role="status" className="text-[13px] text-muted">
      {lost === null ? (
        "Updates by itself"
      ) : (
        <span className="inline-flex items-center gap-1.5 font-medium text-warn">
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
          <span>
            Not updating since <Minute at={lost} />.{" "}
            <button
              type="button"
              className="min-h-6 underline"
              onClick={() => window.location.reload()}
            >
              Reload
            </button>
          </span>
        </span>
      )}
    </p>
  );
}
