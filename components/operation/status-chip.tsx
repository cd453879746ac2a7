import { Ban, Bird, Check, CircleHelp, Clock, LoaderCircle, Undo2, X } from "lucide-react";
import { Chip, type ChipTone } from "@/components/ui/chip";
import type { GrantStatus, OperationStatus } from "@/lib/core/operation";

interface Look {
  tone: ChipTone;
  icon: typeof Check;
  word: string;
}

const OPERATION: Record<Exclude<OperationStatus, "approved">, Look> = {
  pending: { tone: "accent", icon: Clock, word: "Waiting" },
  denied: { tone: "neutral", icon: Ban, word: "Denied" },
  expired: { tone: "neutral", icon: Clock, word: "Expired" },
  cancelled: { tone: "neutral", icon: Undo2, word: "Cancelled" },
};

const GRANT: Record<GrantStatus, Look> = {
  issued: { tone: "accent", icon: Clock, word: "Approved" },
  claimed: { tone: "accent", icon: LoaderCircle, word: "Running" },
  succeeded: { tone: "neutral", icon: Check, word: "Executed" },
  failed: { tone: "danger", icon: X, word: "Failed" },
  unknown: { tone: "warn", icon: CircleHelp, word: "Outcome unknown" },
  lapsed: { tone: "neutral", icon: Undo2, word: "Not started" },
  revoked: { tone: "neutral", icon: Ban, word: "Revoked" },
  expired: { tone: "neutral", icon: Clock, word: "Grant expired" },
};

const MISSED: Look = { tone: "danger", icon: Bird, word: "Canary, missed" };

/** How far an operation has come, in a word: its own state, and once approved its grant's. */
export function StatusChip({
  status,
  grant,
  canary = false,
}: {
  status: OperationStatus;
  grant: GrantStatus | null;
  /** It was planted. */
  canary?: boolean;
}) {
  const known = status === "approved" ? GRANT[grant ?? "issued"] : OPERATION[status];
  const look = canary && status === "approved" ? MISSED : known;
  const Icon = look.icon;
  return (
    <>
      <Chip tone={look.tone}>
        <Icon aria-hidden="true" />
        {look.word}
      </Chip>
      {canary && look !== MISSED && (
        <Chip>
          <Bird aria-hidden="true" />
          Canary
        </Chip>
      )}
    </>
  );
}
