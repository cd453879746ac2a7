"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/contract/action";
import { ROW_BUTTON } from "./row-button";

/** One act on one row. What can't be taken back asks once more, by name. */
export function ActButton({
  label,
  about,
  confirm,
  act,
}: {
  label: string;
  /** Which row's, for who hears the button without seeing the row. */
  about?: string;
  /** What the second click says; without it the first one acts. */
  confirm?: string;
  act: () => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const click = () => {
    if (confirm && !asked) return setAsked(true);
    setAsked(false);
    start(async () => {
      const result = await act();
      setRefused(result.ok ? null : result.problem.detail);
      router.refresh();
    });
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        tone={asked ? "danger" : "plain"}
        className={ROW_BUTTON}
        disabled={pending}
        aria-label={about && !asked ? `${label}: ${about}` : undefined}
        onClick={click}
        onBlur={() => setAsked(false)}
      >
        {asked ? confirm : label}
      </Button>
      {refused && (
        <span role="alert" className="text-sm text-danger">
          {refused}
        </span>
      )}
    </span>
  );
}
