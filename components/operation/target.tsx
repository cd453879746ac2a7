import { Untrusted } from "@/components/ui/untrusted";
import { abbreviate } from "@/lib/core/untrusted-text";

/** Fits a phone's width in one piece. */
const WHOLE_CHARS_MAX = 24;

/** A name or id stays in one piece where it fits a phone; a long one is cut here and whole in "What will run". */
export function Target({ text }: { text: string }) {
  const short = abbreviate(text, { head: 64, tail: 16 });
  return (
    <code className={text.length <= WHOLE_CHARS_MAX ? "whitespace-nowrap" : ""}>
      <Untrusted text={short.head} />
      {short.hidden > 0 && (
        <>
          <span className="font-sans font-normal text-muted"> …{short.hidden} more… </span>
          <Untrusted text={short.tail} />
        </>
      )}
    </code>
  );
}
