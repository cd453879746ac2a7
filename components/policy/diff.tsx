import { Untrusted } from "@/components/ui/untrusted";
import type { DiffLine } from "@/lib/contract/policy-version";

const LINES = {
  same: { mark: " ", look: "", word: null },
  added: { mark: "+", look: "bg-ok-soft text-ok", word: "added: " },
  removed: { mark: "−", look: "bg-danger-soft text-danger", word: "removed: " },
} as const;
/** Unchanged lines that are kept around a change. */
const CONTEXT_LINES = 3;

/** Two texts, line by line, without the long runs in which nothing differs. */
export function Diff({
  label,
  lines,
  whole = false,
}: {
  label: string;
  lines: readonly DiffLine[];
  /** Leaves nothing out. */
  whole?: boolean;
}) {
  const isNear = (i: number) =>
    whole ||
    lines
      .slice(Math.max(0, i - CONTEXT_LINES), i + CONTEXT_LINES + 1)
      .some(({ kind }) => kind !== "same");
  return (
    <div
      role="region"
      aria-label={label}
      // A reader without a mouse must be able to move what is wider than the page.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="overflow-x-auto rounded-lg border border-line bg-sunken py-2 font-mono text-[13px]"
    >
      {lines.map((line, i) => {
        if (!isNear(i))
          return isNear(i - 1) || i === 0 ? (
            <p key={i} className="px-3 text-faint">
              ⋯
            </p>
          ) : null;
        const { mark, look, word } = LINES[line.kind];
        return (
          <p key={i} className={`flex w-max min-w-full gap-2 px-3 whitespace-pre ${look}`}>
            <span aria-hidden="true" className="select-none">
              {mark}
            </span>
            <span className="min-w-0">
              {word && <span className="sr-only">{word}</span>}
              <Untrusted text={line.text} multiline />
            </span>
          </p>
        );
      })}
    </div>
  );
}
