"use client";
import { Braces, CircleHelp, Eye, FileText, MessageSquareQuote, Table2 } from "lucide-react";
import { Popover } from "radix-ui";
import type { Assurance } from "@/lib/contract/blast-radius";

const SOURCES = {
  observed: { icon: Eye, word: "observed", means: "Read from the live system." },
  parsed: {
    icon: Braces,
    word: "from the request",
    means: "Read from the exact bytes that would run, and from what is known of such a call.",
  },
  artifact: {
    icon: FileText,
    word: "from the plan",
    means: "Read from a file that the agent supplied.",
  },
  inventory: { icon: Table2, word: "inventory", means: "Registered here by an admin." },
  claimed: {
    icon: MessageSquareQuote,
    word: "claimed",
    means: "The agent says so; nothing bears it out.",
  },
  absent: {
    icon: CircleHelp,
    word: "not computed",
    means: "Nothing was found that would tell. Not known isn't zero.",
  },
} as const;

/**
 * Where a figure comes from: on every number, since a claim must never look like an observation. Null:
 * nothing told it. A tap says what the mark means.
 */
export function Provenance({ assurance }: { assurance: Assurance | null }) {
  const { icon: Icon, word, means } = SOURCES[assurance ?? "absent"];
  const doubtful = assurance === null || assurance === "claimed";
  return (
    <Popover.Root>
      <Popover.Trigger
        title={means}
        className={`-my-1 inline-flex min-h-6 items-center gap-1 text-xs whitespace-nowrap ${doubtful ? "text-warn" : "text-faint"}`}
      >
        <Icon aria-hidden="true" className="size-3" />
        {word}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={word}
          sideOffset={4}
          collisionPadding={12}
          className="z-40 max-w-64 rounded-lg border border-line-strong bg-surface px-3 py-2 text-[13px] text-text shadow-lg"
        >
          {means}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
