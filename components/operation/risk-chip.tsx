import { CircleAlert, CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import type { Risk } from "@/lib/core/operation";

const RISK = {
  critical: { tone: "solid", icon: OctagonAlert, word: "Critical" },
  high: { tone: "danger", icon: TriangleAlert, word: "High" },
  medium: { tone: "warn", icon: CircleAlert, word: "Medium" },
  low: { tone: "ok", icon: CircleCheck, word: "Low" },
} as const;

/** `past`: of what is decided, so that it calls nobody any more. */
export function RiskChip({ risk, past = false }: { risk: Risk; past?: boolean }) {
  const { tone, icon: Icon, word } = RISK[risk];
  return (
    <Chip tone={past ? "neutral" : tone}>
      <Icon aria-hidden="true" />
      {word}
      <span className="sr-only"> risk</span>
    </Chip>
  );
}
