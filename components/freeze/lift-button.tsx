"use client";
import { Fingerprint } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import { signInByPasskey } from "@/components/sign-in/passkey-dialog";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormControl, formValues, type FormField } from "@/components/ui/form-control";
import { Sheet } from "@/components/ui/sheet";
import type { FreezeView, Lift } from "@/lib/contract/freeze";
import { FreezeFacts } from "./freeze-facts";

type Ceremonies = Parameters<typeof signInByPasskey<unknown>>;

const WHEN: FormField = {
  name: "when",
  label: "When",
  hint: "Grants that still hold can be used from then on.",
  type: "select",
  options: [
    { value: "", label: "Now" },
    { value: "900", label: "In 15 minutes" },
    { value: "3600", label: "In 1 hour" },
    { value: "14400", label: "In 4 hours" },
  ],
};

/** Shows once more what was frozen and why; the passkey then consents to lifting exactly that. */
export function LiftButton({
  freeze,
  name,
  serverTime,
  begin,
  lift,
}: {
  freeze: FreezeView;
  name: string;
  serverTime: string;
  begin: (input: Lift) => ReturnType<Ceremonies[0]>;
  lift: Ceremonies[1];
}) {
  const id = useId();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const send = (form: HTMLFormElement) =>
    start(async () => {
      const { when = "" } = formValues(form);
      const ends_in = when === "" ? null : Number(when);
      const { environment } = freeze;
      const result = await signInByPasskey(
        () =>
          begin(
            environment === null
              ? { scope: "everything", ends_in }
              : { scope: "environment", environment: environment.id, ends_in },
          ),
        lift,
      );
      if (result === null) return setProblem("No passkey was used, so it stays frozen.");
      setProblem(result.ok ? null : result.problem.detail);
      if (result.ok) setOpen(false);
      router.refresh();
    });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Lift the freeze</Button>
      <Sheet open={open} onOpenChange={setOpen} title={`Lift the freeze of ${name}`}>
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            send(event.currentTarget);
          }}
        >
          <p className="text-sm text-muted">
            <FreezeFacts freeze={freeze} serverTime={serverTime} />
          </p>
          {problem && <Alert>{problem}</Alert>}
          <FormControl id={id} field={WHEN} problem={null} />
          <Button type="submit" tone="primary" disabled={pending}>
            <Fingerprint aria-hidden="true" className="size-5" />
            {pending ? "Waiting for your device…" : "Lift it with my passkey"}
          </Button>
        </form>
      </Sheet>
    </>
  );
}
