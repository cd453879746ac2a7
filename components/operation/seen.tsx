"use client";
import { useEffect } from "react";

/** Tells the log that a person has the page open: by a POST, since opening a link must change nothing. */
export function Seen({
  operationId,
  see,
}: {
  operationId: string;
  see: (id: string) => Promise<unknown>;
}) {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void see(operationId).catch(() => undefined);
    };
    look();
    document.addEventListener("visibilitychange", look, { once: true });
    return () => document.removeEventListener("visibilitychange", look);
  }, [operationId, see]);
  return null;
}
