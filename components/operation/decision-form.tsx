"use client";
import { useEffect, useId, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { Changes } from "./changes";
import { useDecision } from "./decision-state";
import { anchorOf } from "./reveal";

export interface DecisionChoice {
  /** "deleting pg-data", made visible on the server. */
  doing: string;
  mayApprove: boolean;
  mayDeny: boolean;
  /** Why this person may not approve, in words. */
  reason: string | null;
  /** What their approval would set off; null for who may not approve. */
  consequence: string | null;
}

/** Deny comes first and has the focus; Approve says what it does. Nothing typed is lost by a refusal. */
export function DecisionForm({ doing, mayApprove, mayDeny, reason, consequence }: DecisionChoice) {
  const { comment, setComment, sending, ready, unopened, decide } = useDecision();
  const id = useId();
  const deny = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // Only where nothing has the focus yet, and without moving the page under its reader.
    if (document.activeElement === document.body) deny.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className="grid gap-3">
      {reason && <p className="text-sm text-muted">{reason}</p>}
      <Refused />
      {mayApprove && <Changes />}
      {mayDeny && (
        <Field id={`${id}-comment`} label="Comment" hint="The agent and the log will show it.">
          <Textarea
            id={`${id}-comment`}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            maxLength={2000}
            aria-describedby={`${id}-comment-hint`}
          />
        </Field>
      )}
      {consequence && <p className="text-sm font-medium">{consequence}</p>}
      <div className="grid gap-2">
        {mayDeny && (
          <Button
            ref={deny}
            tone="deny"
            width="full"
            data-first-focus
            disabled={sending !== null}
            onClick={() => decide("deny")}
          >
            {sending === "deny" ? "Denying…" : "Deny"}
          </Button>
        )}
        {mayApprove && (
          <Button tone="danger" width="full" disabled={!ready} onClick={() => decide("approve")}>
            <span className="[overflow-wrap:anywhere]">
              {sending === "approve" ? "Approving…" : `Approve ${doing}`}
            </span>
          </Button>
        )}
        {mayApprove && <Unopened ids={unopened} />}
      </div>
    </div>
  );
}

export function Unopened({ ids }: { ids: readonly string[] }) {
  const [first] = ids;
  if (first === undefined) return null;
  return (
    <p className="text-[13px] text-warn">
      Part of what was asked is hidden. <a href={`#${anchorOf(first)}`}>Open all of it</a> before
      you approve.
    </p>
  );
}

/** A stale view tells itself, with what changed; every other refusal is shown in its own words. */
export function Refused() {
  const { problem, changed } = useDecision();
  if (!problem || changed !== null) return null;
  return (
    <Alert>
      <b className="font-semibold">{problem.title}.</b> {problem.detail}
    </Alert>
  );
}
