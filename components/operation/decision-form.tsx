"use client";
import { Fingerprint } from "lucide-react";
import { useEffect, useId, useRef, type ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input, Textarea } from "@/components/ui/field";
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
  consequence: ReactNode;
}

/** Deny comes first and has the focus; Approve says what it does. Nothing typed is lost by a refusal. */
export function DecisionForm({ doing, mayApprove, mayDeny, reason, consequence }: DecisionChoice) {
  const { wanted, comment, setComment, sending, ready, unopened, decide } = useDecision();
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
        <Field
          id={`${id}-comment`}
          label={mayApprove && wanted.comment ? "Comment (needed to approve)" : "Comment"}
          hint="The agent and the log will show it."
        >
          <Textarea
            id={`${id}-comment`}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            maxLength={2000}
            aria-describedby={`${id}-comment-hint`}
          />
        </Field>
      )}
      {mayApprove && wanted.typed !== null && <TypedName confirmation={wanted.typed} />}
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
            {wanted.stepUp && <Fingerprint aria-hidden="true" className="size-5 shrink-0" />}
            <span className="[overflow-wrap:anywhere]">
              {sending === "approve" ? approving(wanted) : `Approve ${doing}`}
            </span>
          </Button>
        )}
        {mayApprove && wanted.stepUp && (
          <p className="text-[13px] text-muted">Your passkey is asked when you approve.</p>
        )}
        {mayApprove && <Unopened ids={unopened} />}
      </div>
    </div>
  );
}

export const approving = ({ stepUp }: { stepUp: boolean }) =>
  stepUp ? "Waiting for your passkey…" : "Approving…";

/** Shown to be read, and not to be copied by a click: typing it is what makes people look. */
function TypedName({ confirmation }: { confirmation: string }) {
  const { typed, setTyped } = useDecision();
  const id = useId();
  const off = typed !== "" && !confirmation.startsWith(typed);
  return (
    <Field
      id={id}
      label="Type what is hit, to approve"
      hint={
        <>
          Exactly:{" "}
          <b className="font-mono font-semibold [overflow-wrap:anywhere] text-text select-none">
            <bdi>{confirmation}</bdi>
          </b>
        </>
      }
      error={off ? "That isn't it: compare it, letter by letter." : undefined}
    >
      <Input
        id={id}
        className="font-mono"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        aria-invalid={off}
        aria-describedby={`${id}-hint${off ? ` ${id}-error` : ""}`}
      />
    </Field>
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
