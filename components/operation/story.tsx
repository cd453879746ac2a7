import { Ban, Bird, Clock, Undo2 } from "lucide-react";
import type { ReviewView } from "@/lib/contract/review";
import { ByPolicy } from "./by-policy";
import { grantStory, type Story } from "./grant-story";
import type { SendObjection } from "./objection";

/** One sentence for each state that an operation can be in once it is decided. */
export function storyOf(view: ReviewView, object: SendObjection): Story {
  if (view.canary) return canaryStory(view);
  switch (view.status) {
    case "pending":
    case "approved":
      return grantStory(view, object);
    case "denied":
      return {
        tone: "plain",
        icon: Ban,
        title: "Denied",
        body: (
          <>
            {view.shown.policy.ruling === "deny" && <ByPolicy view={view} />}
            <p>Nothing runs. The agent has been told.</p>
          </>
        ),
      };
    case "expired":
      return {
        tone: "plain",
        icon: Clock,
        title: "Expired",
        body: <p>Nobody decided in time, so nothing runs. The agent may ask again.</p>,
      };
    case "cancelled":
      return {
        tone: "plain",
        icon: Undo2,
        title: "Cancelled by the agent",
        body: <p>The agent withdrew it before anyone decided. Nothing runs.</p>,
      };
  }
}

/** It was planted, to see whether requests are read. */
function canaryStory({ status }: ReviewView): Story {
  const missed = status === "approved";
  return {
    tone: missed ? "danger" : "plain",
    icon: Bird,
    title: missed ? "A canary, and it was missed" : "A canary",
    body: (
      <>
        <p>
          {missed
            ? "It was approved, and should have been denied."
            : status === "denied"
              ? "Denied, as it should be."
              : "Nobody decided it."}
        </p>
        <p className="text-muted">
          An admin planted this request, to see whether requests are read. No permission was given:
          nothing ran, and nothing will.
        </p>
      </>
    ),
  };
}
