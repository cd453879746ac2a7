import type { AuditEventInput } from "@/lib/core/audit-event";
import type { ActorOf } from "@/lib/core/actor";
import { clearChallenges } from "@/lib/data/challenges";
import { announce } from "@/lib/data/change-feed";
import type { Executor } from "@/lib/data/database";
import { clearOidcSignIns } from "@/lib/data/oidc-sign-ins";
import {
  clearProofs,
  expireGrants,
  expireOperations,
  loseClaims,
  type Swept,
} from "@/lib/data/deadlines";
import { escalateWaiting } from "@/lib/data/escalations";
import { clearReceivedWebhooks } from "@/lib/data/received-webhooks";
import { remindWaiting } from "@/lib/data/reminders";
import { clearDeliveries } from "@/lib/data/webhook-deliveries";
import { record, type ServiceContext } from "./context";
import { endDue } from "./freeze/end-due";

type SystemContext = ServiceContext<ActorOf<"system">>;

const SWEEPS: readonly [
  move: (tx: Executor) => Promise<Swept[]>,
  action: AuditEventInput["action"],
][] = [
  [expireOperations, "operation.expired"],
  [expireGrants, "grant.expired"],
  [loseClaims, "grant.unknown"],
];

/**
 * Writes down what time has already decided: expired operations and grants, claims without a result,
 * freezes; escalates and reminds where nobody decides. Readers don't depend on it. Any number of copies
 * may run it; returns how many rows moved.
 */
export async function sweepDeadlines(ctx: SystemContext): Promise<number> {
  let moved = 0;
  for (const [move, action] of SWEEPS) {
    moved += await ctx.db.transaction(async (tx) => {
      const swept = await move(tx);
      for (const { operationId, grantId } of swept) {
        await record(ctx, tx, { action, operationId, ...(grantId ? { subject: grantId } : {}) });
        await announce(tx, operationId);
      }
      return swept.length;
    });
  }
  moved += await ctx.db.transaction((tx) => endDue(ctx, tx));
  moved += await escalate(ctx);
  await ctx.db.transaction(remindWaiting);
  await clearProofs(ctx.db);
  await clearChallenges(ctx.db);
  await clearOidcSignIns(ctx.db);
  await clearReceivedWebhooks(ctx.db);
  await clearDeliveries(ctx.db);
  return moved;
}

/** What waits too long is passed on; the mails follow from the log's entry. */
function escalate(ctx: SystemContext): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    const escalated = await escalateWaiting(tx);
    for (const { operationId, group, after_s } of escalated) {
      await record(ctx, tx, {
        action: "operation.escalated",
        operationId,
        data: { group: group.slug, group_id: group.id, after_s },
      });
      await announce(tx, operationId);
    }
    return escalated.length;
  });
}

const SWEEP_EVERY_MS = 5000;

/** Sweeps until stopped. A failed round is reported and tried again at the next. */
export function startSweeping(
  ctx: SystemContext,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => sweepDeadlines(ctx).then(() => undefined, onError));
  }, SWEEP_EVERY_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
