import { Snowflake } from "lucide-react";
import type { ReviewView } from "@/lib/contract/review";

/** What a freeze means for this operation: the decision goes on, the permission doesn't wait for ever. */
export function FrozenDecision({ view }: { view: ReviewView }) {
  const { frozen, status, grant, shown } = view;
  const waits = status === "approved" && grant?.status === "issued";
  if (!frozen || (status !== "pending" && !waits)) return null;
  const name = frozen.scope === "everything" ? "everything" : shown.environment.name;
  return (
    <p className="mb-4 flex gap-2 rounded-lg border border-accent bg-accent-soft p-3 text-sm">
      <Snowflake aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent" />
      <span className="min-w-0">
        <b className="font-semibold">Nothing runs: {name} is frozen.</b>{" "}
        {waits
          ? "The permission was given and can't be used yet. It isn't lost by the freeze, but it expires as ever: then the agent has to ask again."
          : "You can decide all the same, and a denial is final. An approval's permission lasts 5 minutes: if the freeze outlasts it, the agent has to ask again."}
      </span>
    </p>
  );
}
