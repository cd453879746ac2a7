"use client";
import { CircleCheck, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useState, useTransition, type ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { FormControl, formValues, type FormField } from "@/components/ui/form-control";
import { Sheet } from "@/components/ui/sheet";
import { ROW_BUTTON } from "./row-button";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";

/** What an administrative form answers: a sentence, and sometimes something that is shown only now. */
export interface Done {
  said: string;
  secret?: { label: string; value: string };
}

/** A button that opens a form; the server checks every field and its refusals land beside them. */
export function CreateForm({
  open: label,
  icon = <Plus aria-hidden="true" className="size-4" />,
  tone = "primary",
  size = "page",
  submit,
  fields,
  save,
}: {
  open: string;
  icon?: ReactNode;
  tone?: "primary" | "plain";
  /** `row`: one of several acts on one thing, and so as quiet as they are. */
  size?: "page" | "row";
  submit: string;
  fields: readonly FormField[];
  /** A server action; its own schema judges what the form holds. */
  save: (values: never) => Promise<ActionResult<Done>>;
}) {
  const id = useId();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [pending, start] = useTransition();

  const send = (form: HTMLFormElement) =>
    start(async () => {
      const result = await save(formValues(form) as never);
      setProblem(result.ok ? null : result.problem);
      if (!result.ok) return;
      setDone(result.data);
      if (!result.data.secret) setOpen(false);
      router.refresh();
    });
  const toggle = (next: boolean) => {
    setOpen(next);
    setProblem(null);
    if (next) setDone(null);
  };

  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        {done && !open && (
          <p role="status" className="flex items-center gap-1.5 text-sm text-ok">
            <CircleCheck aria-hidden="true" className="size-4" /> {done.said}
          </p>
        )}
        {size === "row" ? (
          <Button className={ROW_BUTTON} onClick={() => toggle(true)}>
            {label}
          </Button>
        ) : (
          <Button tone={tone} onClick={() => toggle(true)}>
            {icon} {label}
          </Button>
        )}
      </div>
      <Sheet open={open} onOpenChange={toggle} title={label}>
        {done?.secret ? (
          <ShownOnce done={done} secret={done.secret} close={() => toggle(false)} />
        ) : (
          <form
            className="grid gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              send(event.currentTarget);
            }}
          >
            {problem && <Alert>{problem.detail}</Alert>}
            {fields.map((field) => (
              <FormControl
                key={field.name}
                id={`${id}-${field.name}`}
                field={field}
                problem={problem}
              />
            ))}
            <Button type="submit" tone="primary" disabled={pending}>
              {pending ? "Saving…" : submit}
            </Button>
          </form>
        )}
      </Sheet>
    </>
  );
}

function ShownOnce({
  done,
  secret,
  close,
}: {
  done: Done;
  secret: NonNullable<Done["secret"]>;
  close: () => void;
}) {
  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-1.5 font-medium text-ok">
        <CircleCheck aria-hidden="true" className="size-4" /> {done.said}
      </p>
      <p className="text-sm">
        {secret.label}. It is shown <b>only now</b>: copy it to where it is used.
      </p>
      <div className="flex items-start gap-2 rounded-lg border border-line bg-sunken p-3">
        <code className="min-w-0 flex-1 break-all">{secret.value}</code>
        <CopyButton text={secret.value} label="Copy" />
      </div>
      <Button onClick={close}>I have copied it</Button>
    </div>
  );
}
