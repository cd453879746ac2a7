"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Sheet } from "@/components/ui/sheet";
import type { ActionProblem } from "@/lib/contract/action";
import { touchPasskey } from "./passkey-dialog";

type Making = Parameters<typeof touchPasskey<{ codes: string[] }>>;

/** Makes new codes, after a touch where there is a passkey, and shows them this once. */
export function RecoveryCodes({
  label,
  replaces,
  begin,
  make,
}: {
  label: string;
  /** How many codes stop working. */
  replaces: number;
  begin: Making[0];
  make: Making[1];
}) {
  const router = useRouter();
  const [asked, setAsked] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();
  const click = () => {
    if (replaces > 0 && !asked) return setAsked(true);
    setAsked(false);
    start(async () => {
      setProblem(null);
      const result = await touchPasskey(begin, make);
      if (result === null) return;
      if (!result.ok) return setProblem(result.problem);
      setCodes(result.data.codes);
    });
  };
  const close = () => {
    setCodes(null);
    router.refresh();
  };
  return (
    <div className="grid gap-3">
      {problem && <Alert>{problem.detail}</Alert>}
      <Button
        tone={asked ? "danger" : "plain"}
        disabled={pending}
        onClick={click}
        onBlur={() => setAsked(false)}
      >
        {pending
          ? "Waiting for your device…"
          : asked
            ? `Make new ones: ${replaces} stop working`
            : label}
      </Button>
      <Sheet
        open={codes !== null}
        onOpenChange={(open) => open || close()}
        title="Your recovery codes"
      >
        {codes && <Codes codes={codes} close={close} />}
      </Sheet>
    </div>
  );
}

function Codes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  return (
    <div className="grid gap-3">
      <p className="text-sm">
        Each signs you in once. They are shown <b>only now</b>: print them, or keep them in a
        password manager, apart from the device with your passkey.
      </p>
      <div className="flex items-start gap-2 rounded-lg border border-line bg-sunken p-3">
        <ol className="grid min-w-0 flex-1 gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <CopyButton text={codes.join("\n")} label="Copy all" />
      </div>
      <Button onClick={close}>I have kept them</Button>
    </div>
  );
}
