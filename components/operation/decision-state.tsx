"use client";
import { useRouter } from "next/navigation";
import { createContext, use, useState, useTransition, type ReactNode } from "react";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import { differencesBetween, type Difference, type Figure } from "./figures";
import { useUnopened } from "./reveal";

export type Verdict = "approve" | "deny";

export interface DecisionInput {
  operationId: string;
  operationDigest: string;
  shownDigest: string;
  verdict: Verdict;
  comment: string;
}

interface DecisionState {
  comment: string;
  setComment: (comment: string) => void;
  problem: ActionProblem | null;
  /** The verdict that is on its way. */
  sending: Verdict | null;
  /** What moved since the person last looked; null while they see what they opened. */
  changed: readonly Difference[] | null;
  acceptChange: () => void;
  /** False until everything that matters was seen. */
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
  send,
  children,
}: {
  operation: Pick<DecisionInput, "operationId" | "operationDigest" | "shownDigest">;
  figures: readonly Figure[];
  send: (input: DecisionInput) => Promise<ActionResult<unknown>>;
  children: ReactNode;
}) {
  const router = useRouter();
  const unopened = useUnopened();
  const [seen, setSeen] = useState({ digest: operation.shownDigest, figures });
  const [comment, setComment] = useState("");
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [sending, setSending] = useState<Verdict | null>(null);
  const [pending, start] = useTransition();
  const changed =
    seen.digest === operation.shownDigest ? null : differencesBetween(seen.figures, figures);

  const decide = (verdict: Verdict) => {
    setSending(verdict);
    start(async () => {
      const result = await send({ ...operation, verdict, comment }).catch(() => UNREACHABLE);
      setProblem(result.ok ? null : result.problem);
      router.refresh();
    });
  };
  const state: DecisionState = {
    comment,
    setComment,
    problem,
    sending: pending ? sending : null,
    changed,
    acceptChange: () => {
      setSeen({ digest: operation.shownDigest, figures });
      setProblem(null);
    },
    ready: !pending && unopened.length === 0 && changed === null,
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
