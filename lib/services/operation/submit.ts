import { digestOf } from "@/client/protocol/digest";
import { proofKeyThumbprint } from "@/client/protocol/proof";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { OperationSummaryView, SubmitOperation } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { takeAgentTurn } from "@/lib/data/budget";
import type { Executor } from "@/lib/data/database";
import { findOperation } from "@/lib/data/operations";
import {
  insertOperation,
  type InsertedOperation,
  type NewOperation,
  type SubmissionContext,
} from "@/lib/data/submission";
import { approvalsOf, demandDigest, type Demand } from "@/lib/policy/demand";
import { entryFor, record, type ServiceContext } from "../context";
import { issueGrant } from "../grant/issue";
import { assertEnoughEligible, assertWithinBudget, assess, type Assessment } from "./assess";
import { expectedDecision } from "./eta";
import { getOwn } from "./get";
import { shownDigest, shownOf } from "./shown";
import { storedSubmission } from "./stored-submission";
import { deniedBeforeView, etagOf, frozenBy, RETRY_AFTER_S, summarize } from "./view";

type AgentContext = ServiceContext<ActorOf<"agent">>;

export interface Submitted {
  /** False when the same key and body came before: the operation is then as it is now. */
  created: boolean;
  operation: OperationSummaryView;
  etag: string;
}

/** The policy may be replaced while an operation is looked at; it is then looked at again. */
const TRIES_MAX = 3;

/**
 * Stores an operation with its blast radius and what the policy demands: pending, or decided at once
 * where the policy decides. Errors: scope_denied, environment_mismatch, unknown_environment,
 * unknown_audience, no_eligible_reviewer, budget_exceeded, idempotency_mismatch, key_revoked, unavailable.
 */
export async function submitOperation(
  ctx: AgentContext,
  input: { body: SubmitOperation; raw: string; idempotencyKey: string },
): Promise<Submitted> {
  const requestDigest = digestOf("countersign.request.v1", input.body);
  for (let tries = 1; ; tries += 1) {
    const { context, replayed } = await assess(ctx, input.body, input.idempotencyKey);
    if (replayed) return replay(ctx, replayed, requestDigest);
    const made = await makeOperation(ctx, { ...input, requestDigest, manifest: null }, context);
    if (context.demand.ruling === "review") {
      const [stored, eta] = await Promise.all([
        context.budgeted
          ? inTurn(ctx, (tx) => insertOperation(tx, made, submitted(ctx, made)))
          : insertOperation(ctx.db, made, submitted(ctx, made)),
        expectedDecision(ctx, context.environment.id, made.report.risk.level),
      ]);
      if (stored) return answer(ctx, input.body, context, { id: made.id, eta, ...stored });
    } else if (await inTurn(ctx, (tx) => storeDecided(ctx, tx, made))) {
      const { summary, etag } = await getOwn(ctx, made.id);
      return { created: true, operation: summary, etag };
    }
    // Lost the race for the idempotency key, or what was true a moment ago no longer is.
    const again = await assess(ctx, input.body, input.idempotencyKey);
    if (again.replayed) return replay(ctx, again.replayed, requestDigest);
    await assertEnoughEligible(ctx, again.context);
    await assertWithinBudget(ctx);
    if (again.context.demand.version === context.demand.version || tries === TRIES_MAX)
      throw new DomainError("key_revoked", "This key or its agent was disabled meanwhile.");
  }
}

/** The agent's submissions one after the other, so that its budget is counted exactly. */
export const inTurn = <T>(ctx: AgentContext, work: (tx: Executor) => Promise<T>): Promise<T> =>
  ctx.db.transaction(async (tx) => {
    await takeAgentTurn(tx, ctx.actor.agentId);
    return work(tx);
  });

export async function makeOperation(
  ctx: AgentContext,
  input: {
    body: SubmitOperation;
    raw: string;
    idempotencyKey: string;
    requestDigest: string;
    manifest: NewOperation["manifest"];
  },
  context: Assessment,
): Promise<NewOperation> {
  const { body, requestDigest, manifest } = input;
  const { environment, enforcementPointId, demand, report, digest, kept } = context;
  return {
    id: newId("op"),
    agentId: ctx.actor.agentId,
    apiKeyId: ctx.actor.apiKeyId,
    environment,
    enforcementPointId,
    audience: body.audience,
    action: body.action,
    resource: body.resource,
    ...(await storedSubmission(input.raw, body.artifact, kept)),
    operationDigest: digest,
    idempotencyKey: input.idempotencyKey,
    requestDigest,
    proofJkt: body.proof_key ? await proofKeyThumbprint(body.proof_key) : null,
    report,
    reportDigest: digestOf("countersign.report.v1", report),
    policy: demand,
    policyDigest: demandDigest(demand),
    approvalsRequired: approvalsOf(demand),
    expiresIn_s: Math.min(body.expires_in, demand.expiresIn_s ?? Infinity),
    manifest,
  };
}

export const submitted = (ctx: AgentContext, made: NewOperation) =>
  entryFor(ctx, {
    action: "operation.submitted",
    operationId: made.id,
    data: {
      environment: made.environment.slug,
      action: made.action,
      operation_digest: made.operationDigest,
      risk: made.report.risk.level,
      policy_version: made.policy.version,
    },
  });

/** What the policy denies or allows by itself: decided, and where allowed granted, as it is stored. */
export async function storeDecided(
  ctx: AgentContext,
  tx: Executor,
  made: NewOperation,
): Promise<boolean> {
  const stored = await insertOperation(tx, made, submitted(ctx, made));
  if (!stored) return false;
  const { ruling, version, rules, denials } = made.policy;
  const allowed = ruling === "allow";
  await record(ctx, tx, {
    action: allowed ? "operation.approved" : "operation.denied",
    operationId: made.id,
    data: { by: "policy", policy_version: version, rules, denials },
  });
  if (allowed) {
    const op = await findOperation(tx, made.id);
    if (!op) throw new Error("an operation that was stored a moment ago is gone");
    const shown = shownDigest(shownOf(op));
    await issueGrant(ctx, tx, {
      operationId: made.id,
      shownDigest: shown,
      at: stored.createdAt,
    });
  }
  return true;
}

type Expected = Required<Pick<OperationSummaryView, "eta">>;

/** From what was just stored: no need to read it back. */
function answer(
  ctx: AgentContext,
  body: SubmitOperation,
  context: Assessment,
  stored: InsertedOperation & Expected & { id: string },
): Submitted {
  const etag = etagOf({
    status: "pending",
    version: 1,
    expiresAt: stored.expiresAt,
    grant: null,
    frozen: stored.frozen,
    now: stored.createdAt,
  });
  return { created: true, etag, operation: pendingView(ctx, { body, ...context, ...stored }) };
}

async function replay(
  ctx: AgentContext,
  earlier: NonNullable<SubmissionContext["earlier"]>,
  requestDigest: string,
): Promise<Submitted> {
  if (earlier.requestDigest !== requestDigest)
    throw new DomainError(
      "idempotency_mismatch",
      "This Idempotency-Key was used for a different body. Use a new key for a new operation.",
    );
  const { summary, etag } = await getOwn(ctx, earlier.id);
  return { created: false, operation: summary, etag };
}

/** The answer to a fresh submission, from what was just stored: no need to read it back. */
function pendingView(
  ctx: AgentContext,
  made: {
    id: string;
    body: SubmitOperation;
    digest: string;
    demand: Demand;
    report: BlastRadius;
  } & InsertedOperation &
    Expected,
): OperationSummaryView {
  const { body, demand, report } = made;
  const self = `${ctx.config.publicUrl}/api/v1/operations/${made.id}`;
  return {
    id: made.id,
    status: "pending",
    operation_digest: made.digest,
    environment: body.environment,
    audience: body.audience,
    action: body.action,
    resource: body.resource,
    risk: report.risk.level,
    blast_radius: summarize(report),
    approvals: {
      required: approvalsOf(demand),
      received: 0,
      groups: demand.quorum.map(({ slug }) => slug),
      eligible_reviewers: made.eligible,
      quorum: demand.quorum.map(({ slug, approvals }) => ({
        group: slug,
        required: approvals,
        received: 0,
      })),
    },
    policy: { version: demand.version, rules: [...demand.rules] },
    ...(made.deniedBefore ? { denied_before: deniedBeforeView(made.deniedBefore) } : {}),
    eta: made.eta,
    created_at: made.createdAt.toISOString(),
    expires_at: made.expiresAt.toISOString(),
    next: { action: "wait", retry_after: RETRY_AFTER_S },
    ...frozenBy(made.frozen),
    links: {
      self,
      review: `${ctx.config.publicUrl}/operations/${made.id}`,
      cancel: `${self}/cancel`,
    },
  };
}
