import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import type { Executor } from "@/lib/data/database";
import { isLiveSession } from "@/lib/data/sessions";
import type { ServiceContext } from "../context";

/** For a write that found nothing to change: whether it was for want of a session. Errors: unauthenticated. */
export async function assertStillSignedIn(
  { actor }: ServiceContext<ActorOf<"reviewer">>,
  tx: Executor,
): Promise<void> {
  if (!(await isLiveSession(tx, actor.sessionId, actor.userId)))
    throw new DomainError("unauthenticated", "Your session has ended. Sign in again.");
}
