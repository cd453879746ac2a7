"use client";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Textarea } from "@/components/ui/field";
import { clockLeft, Countdown, Minute, useServerNow } from "@/components/ui/time";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import type { ReviewGrant } from "@/lib/contract/review";

export type SendObjection = (input: {
  operationId: string;
  comment: string;
}) => Promise<ActionResult<unknown>>;

interface Props {
  grant: ReviewGrant;
  /** The enforcement point's name. */
  point: string;
  serverTime: string;
  operationId: string;
  /** Null: the viewer wasn't asked, so they look on. */
  object: SendObjection | null;
}

/** A grant that nobody has used: how long it can be objected to, and the way to do so. Time alone moves it on. */
export function Objection({ grant, point, serverTime, operationId, object }: Props) {
  const now = useServerNow(serverTime);
  const opens = Date.parse(grant.not_before);
  const ahead = opens > now;
  return (
    <>
      {ahead ? (
        <p>
          Can be objected to until{" "}
          <b className="font-semibold">
            <Minute at={grant.not_before} />
          </b>
          , in{" "}
          <b role="timer" className="font-semibold tabular-nums">
            {clockLeft(opens, now)}
          </b>
          . {point} can't use it before.
        </p>
      ) : (
        <p>
          The agent has its grant; it expires in{" "}
          <Countdown until={grant.expires_at} serverTime={serverTime} />. {point} hasn't begun.
        </p>
      )}
      {object && (
        <Say
          label={ahead ? "Object" : "Revoke it"}
          send={(comment) => object({ operationId, comment })}
        />
      )}
    </>
  );
}

/** The box was asked for by a click; React calls a stable ref once. */
const focusOnce = (box: HTMLTextAreaElement | null) => box?.focus({ preventScroll: true });

/** Says why, then revokes: final, and told to everyone who approved. */
function Say({
  label,
  send,
}: {
  label: string;
  send: (comment: string) => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState("");
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();
  if (!open)
    return (
      <Button width="full" onClick={() => setOpen(true)}>
        {label}
      </Button>
    );
  const submit = () =>
    start(async () => {
      const result = await send(comment).catch(() => UNREACHABLE);
      setProblem(result.ok ? null : result.problem);
      router.refresh();
    });
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {problem && (
        <Alert>
          <b className="font-semibold">{problem.title}.</b> {problem.detail}
        </Alert>
      )}
      <Field id={id} label="Why" hint="Who approved and the log will see it.">
        <Textarea
          id={id}
          ref={focusOnce}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          maxLength={2000}
          required
          aria-describedby={`${id}-hint`}
        />
      </Field>
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={() => setOpen(false)}>Let it stand</Button>
        <Button type="submit" tone="danger" disabled={pending || comment.trim() === ""}>
          {pending ? "Revoking…" : "Revoke it for good"}
        </Button>
      </div>
    </form>
  );
}

const UNREACHABLE: ActionResult<never> = {
  ok: false,
  problem: {
    code: "unavailable",
    title: "Countersign didn't answer",
    detail: "It may not have been revoked. Look at the state of this page, then try again.",
    request_id: "",
  },
};
