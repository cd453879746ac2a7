import type { OperationView } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { operationStatusAt } from "@/lib/core/operation";
import { readPulse, type Pulse } from "@/lib/data/operations";
import type { ServiceContext } from "../context";
import { getOperation, noSuchOperation } from "./get";
import { etagOf, isNotYetValid } from "./view";

export const WAIT_MAX_S = 30;
/** Without the LISTEN connection a waiter re-reads this often, so that it is late but never wrong. */
const REREAD_MS = 2000;

export interface Waited {
  operation: OperationView;
  etag: string;
  /** False when the caller's ETag still holds: a 304. */
  changed: boolean;
}

/**
 * Long poll: answers at once when the operation is decided or differs from `ifNoneMatch`, else at its
 * next change, its expiry, the instant from which its grant is valid, the end of the wait, or when the caller goes away. Holds no connection
 * to the database while it waits. Errors: not_found.
 */
export async function waitForOperation(
  ctx: ServiceContext<ActorOf<"agent">>,
  input: { id: string; wait_s: number; ifNoneMatch: string | null; signal: AbortSignal },
): Promise<Waited> {
  const end = performance.now() + Math.min(input.wait_s, WAIT_MAX_S) * 1000;
  const gate = makeGate(input.signal);
  // Watching begins before the first read: a change in between is not missed.
  const stopWatching = ctx.changes.watch(input.id, gate.open);
  try {
    for (;;) {
      gate.shut();
      const pulse = await readPulse(ctx.db, input.id, ctx.actor.agentId);
      if (!pulse) throw noSuchOperation();
      const left_ms = end - performance.now();
      const differs = input.ifNoneMatch !== null && etagOf(pulse) !== input.ifNoneMatch;
      // Who knows of a grant that isn't valid yet waits for it to be, or for somebody's objection.
      const ahead = input.ifNoneMatch !== null && isNotYetValid(pulse);
      const settled = isDecided(pulse) && !ahead;
      if (differs || settled || left_ms <= 0 || input.signal.aborted) break;
      const due = ahead ? (pulse.grant?.notBefore ?? pulse.now) : pulse.expiresAt;
      const untilDue_ms = due.getTime() - pulse.now.getTime() + 5;
      await gate.wait(Math.min(left_ms, untilDue_ms, ctx.changes.connected ? left_ms : REREAD_MS));
    }
  } finally {
    stopWatching();
    gate.dispose();
  }
  const answer = await getOperation(ctx, input.id);
  return { ...answer, changed: answer.etag !== input.ifNoneMatch };
}

const isDecided = (pulse: Pulse) => operationStatusAt(pulse, pulse.now) !== "pending";

/** A door that one waiter stands at: a change or the caller's leaving opens it, so does time. */
function makeGate(signal: AbortSignal) {
  let isOpen = false;
  let release: (() => void) | null = null;
  const open = () => {
    isOpen = true;
    release?.();
  };
  signal.addEventListener("abort", open);
  return {
    open,
    shut: () => {
      isOpen = signal.aborted;
    },
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        if (isOpen) return resolve();
        const timer = setTimeout(() => release?.(), ms);
        release = () => {
          clearTimeout(timer);
          release = null;
          resolve();
        };
      }),
    dispose: () => signal.removeEventListener("abort", open),
  };
}
