"use client";
import { useRouter } from "next/navigation";
import { createContext, use, useState, useTransition, type ReactNode } from "react";
import {
  confirmByPasskey,
  type Ceremony,
  type StepUpAnswer,
} from "@/components/sign-in/passkey-dialog";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import { differencesBetween, type Difference, type Figure } from "./figures";
import { useUnopened } from "./reveal";

export type Verdict = "approve" | "deny";

/** What is on screen. */
export interface SeenInput {
  operationId: string;
  operationDigest: string;
  shownDigest: string;
}

export interface DecisionInput extends SeenInput {
  verdict: Verdict;
  comment: string;
  typed: string;
  /** The passkey's answer, where the policy wants one. */
  stepUp: StepUpAnswer | null;
}

/** What of the decision its reviewer still has to give, beside their verdict. */
export interface Wanted {
  readonly comment: boolean;
  /** What is to be typed; null: nothing. */
  readonly typed: string | null;
  readonly stepUp: boolean;
}

interface DecisionState {
  wanted: Wanted;
  comment: string;
  setComment: (comment: string) => void;
  typed: string;
  setTyped: (typed: string) => void;
  problem: ActionProblem | null;
  /** The verdict that is on its way. */
  sending: Verdict | null;
  /** What moved since the person last looked; null while they see what they opened. */
  changed: readonly Difference[] | null;
  acceptChange: () => void;
  /** False until everything that matters was seen. */
  readable: boolean;
  /** False until also everything that is wanted was given. */
  ready: boolean;
  unopened: readonly string[];
  decide: (verdict: Verdict) => void;
}

const DecisionContext = createContext<DecisionState | null>(null);

export function useDecision(): DecisionState {
  const state = use(DecisionContext);
  if (!state) throw new Error("outside of a DecisionProvider");
  return state;
}

/**
 * Shared by the form beside the page and the sheet on a phone, so that closing one loses nothing. The page
 * follows the server by itself: where it moved under the reader's eyes, Approve waits until they say so.
 */
export function DecisionProvider({
  operation,
  figures,
  wanted,
  send,
  beginStepUp,
  children,
}: {
  operation: SeenInput;
  figures: readonly Figure[];
  wanted: Wanted;
  send: (input: DecisionInput) => Promise<ActionResult<unknown>>;
  beginStepUp: (seen: SeenInput) => Promise<ActionResult<Ceremony>>;
  children: ReactNode;
}) {
  const router = useRouter();
  const unopened = useUnopened();
  const [seen, setSeen] = useState({ digest: operation.shownDigest, figures });
  const [comment, setComment] = useState("");
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [sending, setSending] = useState<Verdict | null>(null);
  const [pending, start] = useTransition();
  const changed =
    seen.digest === operation.shownDigest ? null : differencesBetween(seen.figures, figures);

  const give = (verdict: Verdict): Promise<ActionResult<unknown>> => {
    const input = { ...operation, verdict, comment, typed };
    if (verdict === "deny" || !wanted.stepUp) return send({ ...input, stepUp: null });
    return confirmByPasskey(
      () => beginStepUp(operation),
      (stepUp) => send({ ...input, stepUp }),
    );
  };
  const decide = (verdict: Verdict) => {
    setSending(verdict);
    start(async () => {
      const result = await give(verdict).catch(() => UNREACHABLE);
      setProblem(result.ok ? null : result.problem);
      router.refresh();
    });
  };
  const readable = !pending && unopened.length === 0 && changed === null;
  const given =
    (!wanted.comment || comment.trim() !== "") && (wanted.typed === null || typed === wanted.typed);
  const state: DecisionState = {
    wanted,
    comment,
    setComment,
    typed,
    setTyped,
    problem,
    sending: pending ? sending : null,
    changed,
    acceptChange: () => {
      setSeen({ digest: operation.shownDigest, figures });
      setProblem(null);
    },
    readable,
    ready: readable && given,
    unopened,
    decide,
  };
  return <DecisionContext value={state}>{children}</DecisionContext>;
}

const UNREACHABLE: ActionResult<never> = {
  ok: false,
  problem: {
    code: "unavailable",
    title: "Countersign didn't answer",
    detail: "Your decision may not have arrived. Look at the state of this page, then try again.",
    request_id: "",
  },
};
