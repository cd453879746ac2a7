import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** A labelled region: `label` is its accessible name, `title` what is seen. */
export function Card({
  id,
  label,
  title,
  note,
  tone = "plain",
  className,
  flush = false,
  children,
}: {
  /** Where a link on the same page leads to. */
  id?: string;
  label: string;
  title?: ReactNode;
  note?: ReactNode | undefined;
  tone?: "plain" | "danger" | "ok" | "warn";
  className?: string;
  /** The content reaches the edges: lists of rows. */
  flush?: boolean;
  children: ReactNode;
}) {
  const edge = {
    plain: "border-line",
    danger: "border-danger-line",
    ok: "border-ok-line",
    warn: "border-warn-line",
  }[tone];
  const head = {
    plain: "pt-3",
    danger: "bg-danger-soft text-danger py-2.5",
    ok: "bg-ok-soft text-ok py-2.5",
    warn: "bg-warn-soft text-warn py-2.5",
  }[tone];
  return (
    <section
      id={id}
      aria-label={label}
      className={classNames(
        "min-w-0 scroll-mt-16 rounded-[10px] border bg-surface shadow-card",
        edge,
        className,
      )}
    >
      {title !== undefined && (
        <header
          className={classNames(
            "flex flex-wrap items-center justify-between gap-x-3 rounded-t-[9px] px-4 md:px-[18px]",
            head,
          )}
        >
          <h2 className="flex items-center gap-2 text-[15px] font-semibold [&_svg]:size-4">
            {title}
          </h2>
          {note !== undefined && (
            <small className={classNames("text-[13px]", tone === "plain" && "text-muted")}>
              {note}
            </small>
          )}
        </header>
      )}
      <div
        className={
          flush ? "" : classNames("px-4 pb-4 md:px-[18px]", title === undefined ? "pt-4" : "pt-2.5")
        }
      >
        {children}
      </div>
    </section>
  );
}
