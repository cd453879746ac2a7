"use client";
import { Fingerprint } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { ActionProblem } from "@/lib/contract/action";
import { registerPasskey } from "./passkey-dialog";

type Ceremonies = Parameters<typeof registerPasskey<unknown>>;

/** Registers a passkey of this device; `then` is where to go on to, else the page stays. */
export function AddPasskey({
  label,
  begin,
  finish,
  then,
}: {
  label: string;
  begin: Ceremonies[0];
  finish: Ceremonies[1];
  then?: string;
}) {
  const router = useRouter();
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();
  const add = () =>
    start(async () => {
      setProblem(null);
      const result = await registerPasskey(begin, finish);
      if (result === null) return;
      if (!result.ok) return setProblem(result.problem);
      if (then !== undefined) window.location.replace(then);
      else router.refresh();
    });
  return (
    <div className="grid gap-3">
      {problem && <Alert>{problem.detail}</Alert>}
      <Button tone="primary" disabled={pending} onClick={add}>
        <Fingerprint aria-hidden="true" className="size-5" />
        {pending ? "Waiting for your device…" : label}
      </Button>
    </div>
  );
}
