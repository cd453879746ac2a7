"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/contract/action";

/** Asks once more, by name: from the second click on everything is judged by it. */
export function Activate({
  label,
  confirm,
  act,
}: {
  label: string;
  confirm: string;
  act: () => Promise<ActionResult<unknown>>;
}) {
  const router = useRouter();
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const click = () => {
    if (!asked) return setAsked(true);
    setAsked(false);
    start(async () => {
      const result = await act();
      if (result.ok) router.push("/policy");
      else setRefused(result.problem.detail);
    });
  };
  return (
    <div className="grid gap-3">
      {refused && <Alert>{refused}</Alert>}
      <Button
        tone={asked ? "danger" : "primary"}
        className="justify-self-start"
        disabled={pending}
        onClick={click}
        onBlur={() => setAsked(false)}
      >
        {asked ? confirm : label}
      </Button>
    </div>
  );
}
