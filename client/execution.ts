import { randomUUID } from "node:crypto";
import type { GrantClaims } from "./protocol/grant";
import { CountersignError } from "./protocol/problem";
import type { Redemption } from "./redemption";

/** What came of it. `not_started`: certainly nothing was done. `unknown`: some of it may have been. */
export interface ExecutionResult {
  outcome: "succeeded" | "failed" | "unknown" | "not_started";
  /** For reviewers; no secrets. */
  detail?: string;
  /** Figures to compare with the prediction, such as `{ records: 12751 }`. */
  actual?: Record<string, unknown>;
}

/**
 * The enforcement point's durable memory, so that a restart neither loses a claim nor starts twice.
 * Without one, a grant whose claimer crashed is lost: safe, and a new approval is needed.
 */
export interface RedemptionJournal {
  /** The redemption id kept for this grant; keeps and returns `fresh` when there is none. */
  redemptionIdFor(grantId: string, fresh: string): Promise<string> | string;
  /** Notes, before anything is executed, that it begins: true for the first caller only, ever. */
  markStarted(redemptionId: string): Promise<boolean> | boolean;
}

export const FORGETFUL_JOURNAL: RedemptionJournal = {
  redemptionIdFor: (_grantId, fresh) => fresh,
  markStarted: () => true,
};

/** What the executing function gets. `grant.jti` is the idempotency key to pass upstream. */
export interface ExecutionContext {
  grant: GrantClaims;
  redemption: Redemption;
}

export type ExecuteOperation = (context: ExecutionContext) => Promise<ExecutionResult>;

/** The executing function ran. When `report` failed, keep `result` and report it again. */
export interface Execution {
  redemption: Redemption;
  result: ExecutionResult;
  /** What the function threw, if it did. */
  error?: unknown;
  report: { delivered: true } | { delivered: false; error: unknown };
}

interface Steps {
  journal: RedemptionJournal;
  redeem: (redemptionId: string) => Promise<Redemption>;
  report: (redemptionId: string, result: ExecutionResult) => Promise<unknown>;
}

const DETAIL_CHARS_MAX = 4000;

/**
 * The order that keeps "at most one start": id kept, claim, start noted, window checked, executed,
 * reported. Throws as long as nothing was executed; from there on it returns.
 */
export async function executeOnce(
  grant: GrantClaims,
  { journal, redeem, report }: Steps,
  execute: ExecuteOperation,
): Promise<Execution> {
  const redemptionId = await journal.redemptionIdFor(grant.jti, randomUUID());
  const redemption = await redeem(redemptionId);
  // A replayed claim may have been executed by the process that made it: only the journal knows.
  if ((await journal.markStarted(redemptionId)) !== true)
    throw new CountersignError("already_started", "This redemption began to execute before.");
  if (!redemption.mayStart()) {
    const detail = "The window to start closed before execution began.";
    // Unreported it would become `unknown` by itself; nothing was executed either way.
    const cause = await report(redemptionId, { outcome: "not_started", detail }).then(
      () => undefined,
      (error: unknown) => error,
    );
    throw new CountersignError("start_window_closed", detail, { cause });
  }
  const { result, ...thrown } = await run(execute, { grant, redemption });
  try {
    await report(redemptionId, result);
    return { redemption, result, ...thrown, report: { delivered: true } };
  } catch (error) {
    return { redemption, result, ...thrown, report: { delivered: false, error } };
  }
}

async function run(
  execute: ExecuteOperation,
  context: ExecutionContext,
): Promise<{ result: ExecutionResult; error?: unknown }> {
  try {
    const result = await execute(context);
    const detail = result.detail?.slice(0, DETAIL_CHARS_MAX);
    return { result: { ...result, ...(detail === undefined ? {} : { detail }) } };
  } catch (error) {
    // How far it got isn't known. The message may hold secrets, so only the error's name is told.
    const name = error instanceof Error ? error.name : typeof error;
    return { result: { outcome: "unknown", detail: `Execution threw ${name}.` }, error };
  }
}
