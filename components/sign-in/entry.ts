"use client";
import { useState, useTransition } from "react";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";

/** What all ways in have in common: one attempt at a time, its refusal in words, and then onwards. */
export function useEntry() {
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();

  const attempt = (work: () => Promise<ActionResult<{ to: string }> | null>) =>
    start(async () => {
      setProblem(null);
      const result = await work().catch(() => UNREACHABLE);
      // Null: the person closed the dialog; that is no failure.
      if (result === null) return;
      if (!result.ok) return setProblem(result.problem);
      // A whole new page, in place of this one: the token in this one's address is spent.
      window.location.replace(result.data.to);
      await new Promise(() => undefined); // pending until it is there
    });
  return { problem, pending, attempt };
}

const UNREACHABLE: ActionResult<never> = {
  ok: false,
  problem: {
    code: "unavailable",
    title: "Countersign didn't answer",
    detail: "Check your connection, then try again.",
    request_id: "",
  },
};
