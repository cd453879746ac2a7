"use client";
import { CircleAlert, CircleCheck, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useId, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Input, Select } from "@/components/ui/field";
import { Sheet } from "@/components/ui/sheet";
import type { ActionProblem, ActionResult } from "@/lib/contract/action";

export interface FormField {
  name: string;
  label: string;
  hint?: string;
  type?: "text" | "email" | "number" | "select";
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
  value?: string;
  required?: boolean;
}

/** What an administrative form answers: a sentence, and sometimes something that is shown only now. */
export interface Done {
  said: string;
  secret?: { label: string; value: string };
}

/** A button that opens a form; the server checks every field and its refusals land beside them. */
export function CreateForm({
  open: label,
  submit,
  fields,
  save,
}: {
  open: string;
  submit: string;
  fields: readonly FormField[];
  /** A server action; its own schema judges what the form holds. */
  save: (values: never) => Promise<ActionResult<Done>>;
}) {
  const id = useId();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [pending, start] = useTransition();

  const send = (data: FormData) =>
    start(async () => {
      const values = Object.fromEntries(
        [...data].map(([name, value]) => [name, typeof value === "string" ? value : ""]),
      );
      const result = await save(values as never);
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
        <Button tone="primary" onClick={() => toggle(true)}>
          <Plus aria-hidden="true" className="size-4" /> {label}
        </Button>
      </div>
      <Sheet open={open} onOpenChange={toggle} title={label}>
        {done?.secret ? (
          <ShownOnce done={done} secret={done.secret} close={() => toggle(false)} />
        ) : (
          <form
            ref={form}
            className="grid gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              send(new FormData(event.currentTarget));
            }}
          >
            {problem && (
              <p
                role="alert"
                className="flex gap-2 rounded-lg border border-danger-line bg-danger-soft p-3 text-sm text-danger"
              >
                <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
                {problem.detail}
              </p>
            )}
            {fields.map((field) => (
              <Control
                key={field.name}
                id={`${id}-${field.name}`}
                field={field}
                error={
                  problem?.errors?.find((e) => e.pointer.split("/").includes(field.name))?.detail
                }
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

function Control({
  id,
  field,
  error,
}: {
  id: string;
  field: FormField;
  error: string | undefined;
}) {
  const described = [field.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const shared = {
    id,
    name: field.name,
    required: field.required,
    defaultValue: field.value,
    "aria-describedby": described || undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <Field id={id} label={field.label} error={error} {...(field.hint ? { hint: field.hint } : {})}>
      {field.type === "select" ? (
        <Select {...shared}>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      ) : (
        <Input
          {...shared}
          type={field.type ?? "text"}
          placeholder={field.placeholder}
          autoComplete="off"
          spellCheck={false}
        />
      )}
    </Field>
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
