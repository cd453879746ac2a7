import type { ActionProblem } from "@/lib/contract/action";
import { Field, Input, Select } from "./field";

export interface FormField {
  name: string;
  label: string;
  hint?: string;
  type?: "text" | "email" | "number" | "password" | "select" | "datetime-local" | "choices";
  /** Of `choices`, each is in the form by `name:value`, ticked to begin with. */
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
  value?: string;
  required?: boolean;
  /** What the browser may fill in; nothing by default. */
  autoComplete?: string;
}

/** One field with its hint and the server's refusal of it. */
export function FormControl({
  id,
  field,
  problem,
}: {
  id: string;
  field: FormField;
  problem: ActionProblem | null;
}) {
  const error = problem?.errors?.find((e) => e.pointer.split("/").includes(field.name))?.detail;
  const described = [field.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  if (field.type === "choices") return <Choices id={id} field={field} error={error} />;
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
          autoComplete={field.autoComplete ?? "off"}
          spellCheck={false}
        />
      )}
    </Field>
  );
}

function Choices({
  id,
  field,
  error,
}: {
  id: string;
  field: FormField;
  error: string | undefined;
}) {
  return (
    <fieldset className="grid gap-1" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="text-sm font-semibold">{field.label}</legend>
      {field.hint && <p className="text-[13px] text-muted">{field.hint}</p>}
      <div className="grid gap-x-4 sm:grid-cols-2">
        {field.options?.map(({ value, label }) => (
          <label key={value} className="flex min-h-9 items-center gap-2 text-sm">
            <input
              type="checkbox"
              name={`${field.name}:${value}`}
              defaultChecked
              className="size-4 accent-accent"
            />
            {label}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className="text-[13px] font-medium text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** What a form holds, by field name; times in UTC, since only the browser knows the reader's zone. */
export const formValues = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries(
    [...new FormData(form)].map(([name, value]) => {
      const text = typeof value === "string" ? value : "";
      return [name, isTime(form, name) && text !== "" ? new Date(text).toISOString() : text];
    }),
  );

const isTime = (form: HTMLFormElement, name: string): boolean => {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement && field.type === "datetime-local";
};
