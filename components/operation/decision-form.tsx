"use client";
import { CircleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import { useUnopened } from "./reveal";

export interface DecisionInput {
  operationId: string;
  operationDigest: string;
  shownDigest: string;
  verdict: "approve" | "deny";
  comment: string;
}

export interface DecisionFormProps {
  operation: Pick<DecisionInput, "operationId" | "operationDigest" | "shownDigest">;
  /** "deleting pg-data", made visible on the server. */
  doing: string;
  mayApprove: boolean;
  mayDeny: boolean;
  /** Why this person may not approve, in words. */
  reason: string | null;
  decide: (input: DecisionInput) => Promise<ActionResult<unknown>>;
}

/** Deny comes first and has the focus; Approve says what it does. Nothing typed is lost by a refusal. */
export function DecisionForm(props: DecisionFormProps) {
  const { operation, doing, mayApprove, mayDeny, reason } = props;
  const id = useId();
  const router = useRouter();
  const unopened = useUnopened();
  const comment = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();
  const [chosen, setChosen] = useState<"approve" | "deny" | null>(null);

  const decide = (verdict: "approve" | "deny") => {
    setChosen(verdict);
    start(async () => {
      const input = { ...operation, verdict, comment: comment.current?.value ?? "" };
      const result = await props.decide(input).catch(() => UNREACHABLE);
      setProblem(result.ok ? null : result.problem);
      router.refresh();
    });
  };

  return (
    <div className="grid gap-3">
      {reason && <p className="text-sm text-muted">{reason}</p>}
      {problem && <Refused problem={problem} />}
      {mayDeny && (
        <Field id={`${id}-comment`} label="Comment" hint="The agent and the log will show it.">
          <Textarea
            id={`${id}-comment`}
            ref={comment}
            maxLength={2000}
            aria-describedby={`${id}-comment-hint`}
          />
        </Field>
      )}
      <div className="grid gap-2">
        {mayDeny && (
          <Button tone="deny" width="full" disabled={pending} onClick={() => decide("deny")}>
            {pending && chosen === "deny" ? "Denying…" : "Deny"}
          </Button>
        )}
        {mayApprove && (
          <Button
            tone="danger"
            width="full"
            disabled={pending || unopened > 0}
            onClick={() => decide("approve")}
          >
            <span className="[overflow-wrap:anywhere]">
              {pending && chosen === "approve" ? "Approving…" : `Approve ${doing}`}
            </span>
          </Button>
        )}
        {mayApprove && unopened > 0 && (
          <p className="text-[13px] text-warn">
            Part of what will run is hidden. Open all of it before you approve.
          </p>
        )}
      </div>
    </div>
  );
}

const UNREACHABLE: ActionResult<never> = {
  ok: false,
  problem: {
    code: "unavailable",
    title: "Countersign didn't answer",
    detail: "Your decision may not have arrived. Check the state above, then try again.",
    request_id: "",
  },
};

function Refused({ problem }: { problem: ActionProblem }) {
  return (
    <div
      role="alert"
      className="flex gap-2 rounded-lg border border-danger-line bg-danger-soft p-3 text-sm text-danger"
    >
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <p>
        <b className="font-semibold">{problem.title}.</b> {problem.detail}
      </p>
    </div>
  );
}
