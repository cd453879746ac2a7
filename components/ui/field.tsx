import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names";

const box =
  "border-field-line bg-surface text-text min-h-11 w-full rounded-lg border px-3 py-2 text-base md:min-h-10 md:text-[15px]";

/** A label above its control, with a hint between. The control is given by the caller, by `id`. */
export function Field({
  id,
  label,
  hint,
  error,
  children,
}: {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-[13px] text-muted">
          {hint}
        </p>
      )}
      {children}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-[13px] font-medium text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

export const Input = ({ className, ...rest }: ComponentProps<"input">) => (
  <input className={classNames(box, className)} {...rest} />
);
export const Textarea = ({ className, ...rest }: ComponentProps<"textarea">) => (
  <textarea className={classNames(box, "min-h-16 resize-y", className)} {...rest} />
);
export const Select = ({ className, ...rest }: ComponentProps<"select">) => (
  <select className={classNames(box, className)} {...rest} />
);
