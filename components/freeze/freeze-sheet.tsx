"use client";
import { Snowflake } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { FormControl, formValues, type FormField } from "@/components/ui/form-control";
import { Sheet } from "@/components/ui/sheet";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";
import type { FreezeInput } from "@/lib/contract/freeze";

export type Freeze = (input: FreezeInput) => Promise<ActionResult<unknown>>;

/** What is to be frozen; `name` as it is asked about: "everything", "production". */
export interface ToFreeze {
  readonly environment: string | null;
  readonly name: string;
}

const ENDS: FormField = {
  name: "ends_in",
  label: "Ends",
  type: "select",
  options: [
    { value: "", label: "When an admin lifts it" },
    { value: "3600", label: "In 1 hour" },
    { value: "14400", label: "In 4 hours" },
    { value: "86400", label: "In a day" },
  ],
};

/** Asks why and for how long, and says what it does: quick to get through at night, and not by accident. */
export function FreezeSheet({
  of,
  freeze,
  open,
  onOpenChange,
}: {
  of: ToFreeze;
  freeze: Freeze;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const id = useId();
  const router = useRouter();
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [pending, start] = useTransition();
  const send = (form: HTMLFormElement) =>
    start(async () => {
      const { reason = "", ends_in = "" } = formValues(form);
      const how = { reason, ends_in: ends_in === "" ? null : Number(ends_in) };
      const result = await freeze(
        of.environment === null
          ? { scope: "everything", ...how }
          : { scope: "environment", environment: of.environment, ...how },
      );
      setProblem(result.ok ? null : result.problem);
      if (!result.ok) return;
      onOpenChange(false);
      router.refresh();
    });
  const why = problem?.errors?.find(({ pointer }) => pointer.endsWith("reason"))?.detail;
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={`Freeze ${of.name}`}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          send(event.currentTarget);
        }}
      >
        <p className="text-sm text-muted">
          Nothing runs from now on, even what was approved. Agents can still ask and you can still
          decide. What has begun already isn't stopped. To lift it takes an admin with a passkey.
        </p>
        {problem && <Alert>{problem.detail}</Alert>}
        <Field id={`${id}-reason`} label="Why" hint="Everybody will read it." error={why}>
          <Input
            id={`${id}-reason`}
            name="reason"
            required
            maxLength={200}
            placeholder="incident 42"
            autoComplete="off"
            data-first-focus
            aria-describedby={`${id}-reason-hint`}
          />
        </Field>
        <FormControl id={`${id}-ends`} field={ENDS} problem={problem} />
        <Button type="submit" tone="danger" disabled={pending}>
          <Snowflake aria-hidden="true" className="size-4" />
          {pending ? "Freezing…" : `Freeze ${of.name} now`}
        </Button>
      </form>
    </Sheet>
  );
}

export function FreezeButton({
  of,
  freeze,
  label,
}: {
  of: ToFreeze;
  freeze: Freeze;
  label: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Snowflake aria-hidden="true" className="size-4" /> {label}
      </Button>
      <FreezeSheet of={of} freeze={freeze} open={open} onOpenChange={setOpen} />
    </>
  );
}
