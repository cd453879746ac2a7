"use client";
import { useId } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormControl, formValues, type FormField } from "@/components/ui/form-control";
import type { ActionResult } from "@/lib/contract/action";
import { useEntry } from "./entry";

/** A form that signs in: what it holds, with what the page knows already, goes to one action. */
export function EntryForm({
  fields,
  submit,
  given,
  save,
}: {
  fields: readonly FormField[];
  submit: string;
  /** Sent along unseen, as the link's token. */
  given: Readonly<Record<string, string>>;
  save: (values: never) => Promise<ActionResult<{ to: string }>>;
}) {
  const id = useId();
  const { problem, pending, attempt } = useEntry();
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const values = { ...formValues(event.currentTarget), ...given };
        attempt(() => save(values as never));
      }}
    >
      {problem && !problem.errors && (
        <Alert>
          <b className="font-semibold">{problem.title}.</b> {problem.detail}
        </Alert>
      )}
      {fields.map((field) => (
        <FormControl key={field.name} id={`${id}-${field.name}`} field={field} problem={problem} />
      ))}
      <Button type="submit" tone="primary" width="full" disabled={pending}>
        {pending ? "One moment…" : submit}
      </Button>
    </form>
  );
}
