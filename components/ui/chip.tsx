import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const chipStyle = cva(
  "inline-flex max-w-full items-center gap-1.5 rounded-[13px] border px-2.5 py-0.5 text-[13px] font-semibold [overflow-wrap:anywhere] [&_svg]:size-3.5 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "border-line-strong bg-sunken text-text",
        accent: "border-accent-soft bg-accent-soft text-accent",
        solid: "border-danger-fill bg-danger-fill text-danger-fill-ink",
        danger: "border-danger-line bg-danger-soft text-danger",
        warn: "border-warn-line bg-warn-soft text-warn",
        ok: "border-ok-line bg-ok-soft text-ok",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export type ChipTone = NonNullable<VariantProps<typeof chipStyle>["tone"]>;

/** A word with an icon: meaning is never carried by colour alone. */
export function Chip({ tone, children }: { tone?: ChipTone; children: ReactNode }) {
  return <span className={chipStyle({ tone })}>{children}</span>;
}
