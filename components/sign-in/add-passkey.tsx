"use client";
import { Fingerprint } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { ActionProblem } from "@/lib/contract/action";
import { registerPasskey, touchPasskey, type Ceremony } from "./passkey-dialog";

type Touching = Parameters<typeof touchPasskey<Ceremony>>;

/** Registers a passkey of this device, after a touch of one that is there; `then` is where to go on to, else the page stays. */
export function AddPasskey({
  label,
  touch,
  begin,
  finish,
  then,
}: {
  label: string;
  touch: Touching[0];
  begin: Touching[1];
  finish: Parameters<typeof registerPasskey<unknown>>[1];
  then?: string;
}) {
  const router = useRouter();
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();
  const add = () =>
    start(async () => {
      setProblem(null);
      const begun = await touchPasskey(touch, begin);
      const result = begun && (await registerPasskey(async () => begun, finish));
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
