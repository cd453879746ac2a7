"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { approving, DecisionForm, Refused, Unopened, type DecisionChoice } from "./decision-form";
import { useDecision } from "./decision-state";

/**
 * On a phone: always under the thumb. Who came in by passkey decides right here; anyone else is asked once
 * more in the sheet, which also takes a comment.
 */
export function DecisionBar({
  sentence,
  oneTap,
  grave,
  ...choice
}: DecisionChoice & { sentence: string; oneTap: boolean; grave: boolean }) {
  const [open, setOpen] = useState(false);
  const { wanted, sending, ready, readable, changed, unopened, decide } = useDecision();
  // What is to be written comes first; a passkey is asked for in either case.
  const asksMore = wanted.comment || wanted.typed !== null;
  const atOnce = (oneTap || wanted.stepUp) && !asksMore;
  const { mayApprove, mayDeny, doing, consequence } = choice;
  return (
    <div className="md:hidden">
      <div className="fixed inset-x-0 bottom-0 z-20 grid gap-2 border-t border-line bg-surface px-3 pt-2 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
        {!open && <Refused />}
        {mayApprove && <Unopened ids={unopened} />}
        {!mayApprove && choice.reason && <p className="text-[13px] text-muted">{choice.reason}</p>}
        <div className="flex flex-wrap items-center justify-between gap-x-3">
          {consequence && <p className="text-[13px]">{consequence}</p>}
          <button
            type="button"
            className="min-h-11 text-sm text-accent underline"
            onClick={() => setOpen(true)}
          >
            {changed !== null
              ? "This changed since you opened it: see how"
              : asksMore && mayApprove
                ? "Say what is wanted, and approve"
                : "Add a comment"}
          </button>
        </div>
        <div className="grid auto-cols-fr grid-flow-col gap-2">
          {mayDeny && (
            <Button tone="deny" disabled={sending !== null} onClick={() => decide("deny")}>
              {sending === "deny" ? "Denying…" : "Deny"}
            </Button>
          )}
          {mayApprove && (
            <Button
              // What is grave isn't the loudest thing under a thumb.
              tone={grave ? "dangerQuiet" : "danger"}
              disabled={atOnce ? !ready : !readable}
              onClick={() => (atOnce ? decide("approve") : setOpen(true))}
            >
              <span className="line-clamp-2 [overflow-wrap:anywhere]">
                {sending === "approve"
                  ? approving(wanted)
                  : atOnce
                    ? `Approve ${doing}`
                    : `Approve ${doing}…`}
              </span>
            </Button>
          )}
        </div>
      </div>
      <Sheet open={open} onOpenChange={setOpen} title={sentence}>
        <DecisionForm {...choice} />
      </Sheet>
    </div>
  );
}
