import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";

export const buttonStyle = cva(
  "inline-flex min-h-11 items-center justify-center gap-2 rounded-lg border px-3.5 py-2 text-[15px] font-semibold no-underline disabled:cursor-not-allowed disabled:opacity-55 md:min-h-10",
  {
    variants: {
      tone: {
        plain: "border-line-strong bg-surface text-text hover:bg-sunken",
        primary: "border-accent bg-accent text-accent-ink hover:opacity-90",
        deny: "border-accent bg-surface text-text shadow-[0_0_0_3px_var(--accent-soft)] hover:bg-accent-soft",
        danger: "border-danger-fill bg-danger-fill text-danger-fill-ink hover:opacity-90",
        dangerQuiet: "border-danger bg-surface text-danger hover:bg-danger-soft",
      },
      width: { auto: "", full: "w-full" },
    },
    defaultVariants: { tone: "plain", width: "auto" },
  },
);

export function Button({
  tone,
  width,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & VariantProps<typeof buttonStyle>) {
  return (
    <button type={type} className={classNames(buttonStyle({ tone, width }), className)} {...rest} />
  );
}
