import {
  CHANGED_MAX,
  SIMULATED_CHANGES,
  SimulatePolicySchema,
  type SimulatedOperation,
  type SimulatePolicy,
  type Simulation,
} from "@/lib/contract/policy-version";
import { DomainError } from "@/lib/core/error";
import { findPast, listPast, type PastOperation } from "@/lib/data/policy-history";
import { requireAdministrator } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { openTrial, type Judged, type Trial } from "./trial";

const BATCH_ROWS = 500;
/** Whoever asks waits for it; what could be looked at by then is answered. */
const TIME_MAX_MS = 15_000;

/**
 * What a draft would make of one operation, or would have made of the last ones, beside what the active
 * policy makes of them: on the figures that were stored, at the time of each, with the groups and
 * environments of today. Changes nothing. Errors: validation_failed, not_found, unavailable.
 */
export async function simulatePolicy(
  ctx: ServiceContext,
  input: SimulatePolicy,
): Promise<Simulation> {
  requireAdministrator(ctx);
  const asked = parseInput(SimulatePolicySchema, input);
  const trial = await openTrial(ctx, asked);
  const { operation, example } = asked;
  if (operation === undefined && example === undefined) return backtest(ctx, trial, asked.last);
  const past =
    operation === undefined ? trial.example(example ?? "") : await findPast(ctx.db, operation);
  if (!past) throw new DomainError("not_found", "There is no such operation.");
  const sum = new Sum();
  const judged = trial.judge(past);
  sum.add(judged);
  return { ...sum.view(trial.against, true), items: [judged.view()] };
}

async function backtest(ctx: ServiceContext, trial: Trial, last: number): Promise<Simulation> {
  const until = performance.now() + TIME_MAX_MS;
  const sum = new Sum();
  let after: PastOperation | null = null;
  while (sum.lookedAt < last && performance.now() < until) {
    const limit: number = Math.min(BATCH_ROWS, last - sum.lookedAt);
    const batch: PastOperation[] = await listPast(ctx.db, after, limit);
    for (const past of batch) sum.add(trial.judge(past));
    after = batch.at(-1) ?? after;
    if (batch.length < limit) return sum.view(trial.against, true);
  }
  return sum.view(trial.against, sum.lookedAt === last);
}

/** What is kept of all that was judged: numbers, and the newest that changed. */
class Sum {
  lookedAt = 0;
  private readonly counts = Object.fromEntries(
    SIMULATED_CHANGES.map((change) => [change, 0]),
  ) as Simulation["counts"];
  private readonly rulings = { deny: 0, review: 0, allow: 0 };
  private readonly changed: SimulatedOperation[] = [];

  add({ change, ruling, view }: Judged): void {
    this.lookedAt += 1;
    this.counts[change] += 1;
    this.rulings[ruling] += 1;
    if (change === "same" || this.changed.length >= CHANGED_MAX) return;
    const shown = view();
    this.changed.push({ ...shown, rules: shown.rules.filter(({ applies }) => applies) });
  }

  view(against: number, complete: boolean): Simulation {
    const { lookedAt, counts, rulings, changed } = this;
    return { against, looked_at: lookedAt, complete, counts, rulings, items: changed };
  }
}
