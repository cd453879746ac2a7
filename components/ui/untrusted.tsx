import { textSegments, type TextOptions } from "@/lib/core/untrusted-text";

/** Text that an agent wrote: isolated from its surroundings, and what would hide in it shown and marked. */
export function Untrusted({ text, multiline = false }: { text: string } & TextOptions) {
  return (
    <bdi
      className={
        multiline ? "[overflow-wrap:anywhere] whitespace-pre-wrap" : "[overflow-wrap:anywhere]"
      }
    >
      {textSegments(text, { multiline }).map((segment, i) =>
        segment.escaped ? (
          <mark key={i} className="rounded bg-warn-soft px-0.5 font-mono text-[0.85em] text-warn">
            {segment.text}
          </mark>
        ) : (
          segment.text
        ),
      )}
    </bdi>
  );
}
