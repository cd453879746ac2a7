"use client";
import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useDecision } from "./decision-state";

/** What moved while the page was open; Approve comes back once it was looked at. */
export function Changes() {
  const { changed, acceptChange } = useDecision();
  if (changed === null) return null;
  return (
    <div
      role="alert"
      className="grid gap-2 rounded-lg border border-warn-line bg-warn-soft p-3 text-sm"
    >
      <p className="flex gap-2 font-semibold text-warn">
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
        This changed since you opened it
      </p>
      {changed.length === 0 ? (
        <p>None of the figures moved, but something else on this page did. Read it once more.</p>
      ) : (
        <dl className="grid gap-1.5">
          {changed.map(({ label, before, now }) => (
            <div key={label}>
              <dt className="text-muted">{label}</dt>
              <dd className="[overflow-wrap:anywhere]">
                <s>
                  <span className="sr-only">before: </span>
                  {before}
                </s>{" "}
                <span aria-hidden="true">→</span> <span className="sr-only">now: </span>
                <b className="font-semibold">{now}</b>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Button width="full" onClick={acceptChange}>
        I have seen what changed
      </Button>
    </div>
  );
}
