import { ArrowRightLeft } from "lucide-react";
import { CreateForm, type Done } from "@/components/admin/create-form";
import type { FormField } from "@/components/ui/form-control";
import type { ActionResult } from "@/lib/contract/action";

interface Person {
  readonly id: string;
  readonly name: string;
}

const choices = (people: readonly Person[]) =>
  people.map(({ id, name }) => ({ value: id, label: name }));

/** Hands seats over; `from` is for admins, who do it for others. */
export function HandOver({
  label,
  from,
  to,
  save,
}: {
  label: string;
  from?: readonly Person[];
  to: readonly Person[];
  save: (values: never) => Promise<ActionResult<Done>>;
}) {
  const fields: FormField[] = [
    ...(from
      ? [{ name: "from", label: "Seats of", type: "select" as const, options: choices(from) }]
      : []),
    {
      name: "to",
      label: "To",
      hint: from
        ? "They decide in those groups too, and are told by mail."
        : "They decide in your groups as well as you, and are told by mail.",
      type: "select",
      options: choices(to),
    },
    { name: "starts_at", label: "From", hint: "Empty: at once.", type: "datetime-local" },
    {
      name: "ends_at",
      label: "Until",
      hint: "At most 90 days.",
      type: "datetime-local",
      required: true,
    },
    { name: "reason", label: "Why", placeholder: "on leave", required: true },
  ];
  return (
    <CreateForm
      open={label}
      icon={<ArrowRightLeft aria-hidden="true" className="size-4" />}
      tone="plain"
      submit="Hand over"
      fields={fields}
      save={save}
    />
  );
}
