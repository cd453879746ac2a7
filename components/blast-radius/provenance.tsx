import { Braces, Eye, FileText, MessageSquareQuote, Table2 } from "lucide-react";
import type { Assurance } from "@/lib/contract/blast-radius";

const SOURCES = {
  observed: { icon: Eye, word: "observed", means: "read from the live system" },
  parsed: { icon: Braces, word: "parsed", means: "parsed from the exact bytes to be executed" },
  artifact: { icon: FileText, word: "plan", means: "read from a file that the agent supplied" },
  inventory: { icon: Table2, word: "inventory", means: "registered by an admin" },
  claimed: {
    icon: MessageSquareQuote,
    word: "claimed",
    means: "the agent says so; nothing bears it out",
  },
} as const;

/** Where a figure comes from: on every number, since a claim must never look like an observation. */
export function Provenance({ assurance }: { assurance: Assurance }) {
  const { icon: Icon, word, means } = SOURCES[assurance];
  return (
    <span
      title={means}
      className={`inline-flex items-center gap-1 text-xs whitespace-nowrap ${assurance === "claimed" ? "text-warn" : "text-faint"}`}
    >
      <Icon aria-hidden="true" className="size-3" />
      {word}
    </span>
  );
}
