import { operationDigest } from "@/client/protocol/digest";
import type { Assessed } from "@/lib/blast-radius/assess";
import type { SubmitOperation } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { outsideScope } from "@/lib/core/scope";
import { findBudgetUse } from "@/lib/data/budget";
import {
  countEligible,
  loadSubmissionContext,
  type SubmissionContext,
} from "@/lib/data/submission";
import type { Demand } from "@/lib/policy/demand";
import { assessPreview, assessSubmission } from "../blast-radius/assess";
import { record, type ServiceContext } from "../context";
import { ruleOn } from "../policy/active";

type AgentContext = ServiceContext<ActorOf<"agent">>;

export interface Assessment extends Assessed {
  environment: NonNullable<SubmissionContext["environment"]>;
  enforcementPointId: string;
  budgeted: boolean;
  demand: Demand;
  digest: string;
}

/** An idempotency key is at least one character, so this one belongs to no operation. */
const NO_KEY = "";

/**
 * What submission and preview share: the key's scope, the registered names, blast radius, demand. Without
 * an idempotency key it is a preview, of which nothing will be stored.
 */
export async function assess(
  ctx: AgentContext,
  body: SubmitOperation,
  idempotencyKey: string | null,
): Promise<
  | { context: Assessment; replayed: null }
  | { context: null; replayed: NonNullable<SubmissionContext["earlier"]> }
> {
  await assertScope(ctx, body);
  const found = await loadSubmissionContext(ctx.db, {
    environment: body.environment,
    audience: body.audience,
    agentId: ctx.actor.agentId,
    idempotencyKey: idempotencyKey ?? NO_KEY,
  });
  if (found.earlier) return { context: null, replayed: found.earlier };
  const { environment, enforcementPointId } = found;
  if (!environment)
    throw new DomainError(
      "unknown_environment",
      `No environment "${body.environment}" is registered.`,
    );
  if (!enforcementPointId)
    throw new DomainError(
      "unknown_audience",
      `No enforcement point is registered for ${body.audience}.`,
    );
  const now = ctx.now();
  const digest = operationDigest(body);
  const work = idempotencyKey === null ? assessPreview : assessSubmission;
  const { report, kept } = await work(
    ctx,
    {
      operationDigest: digest,
      environment,
      action: body.action,
      resource: body.resource,
      params: body.params,
      artifact: body.artifact,
      claims: body.claims,
      now,
    },
    enforcementPointId,
  );
  const { demand } = await ruleOn(ctx.db, found.standing, environment, {
    action: body.action,
    resource: body.resource,
    agent: { id: ctx.actor.agentId, name: found.agentName },
    report,
    now,
  });
  return {
    context: {
      environment,
      enforcementPointId,
      budgeted: found.budgeted,
      demand,
      digest,
      report,
      kept,
    },
    replayed: null,
  };
}

/** Outside its scope a key can't ask; a wrong environment is also a security event, for reviewers to see. */
async function assertScope(ctx: AgentContext, body: SubmitOperation): Promise<void> {
  const outside = outsideScope(ctx.actor.scope, body);
  if (outside === null) return;
  const wrongEnvironment = outside === "environment";
  await record(ctx, ctx.db, {
    action: wrongEnvironment ? "security.environment_mismatch" : "security.scope_denied",
    subject: ctx.actor.apiKeyId,
    data: {
      outside,
      environment: body.environment,
      action: body.action,
      resource: `${body.resource.type}:${body.resource.id}`,
    },
  });
  if (wrongEnvironment)
    throw new DomainError(
      "environment_mismatch",
      `This key is for ${ctx.actor.scope.environments.join(", ") || "no environment"}, not for ${body.environment}.`,
    );
  throw new DomainError(
    "scope_denied",
    `This key's scope doesn't cover the ${outside} that was asked for.`,
  );
}

/** How many could approve; an operation that could only expire is refused. Errors: no_eligible_reviewer. */
export async function assertEnoughEligible(
  ctx: AgentContext,
  { demand, enforcementPointId }: Assessment,
): Promise<number> {
  const { agentId, apiKeyId } = ctx.actor;
  const asked = { agentId, apiKeyId, enforcementPointId, policy: demand };
  const { eligible, enough } = await countEligible(ctx.db, asked);
  if (enough) return eligible;
  const needs = demand.quorum.map(({ slug, approvals }) => `${approvals} from ${slug}`);
  throw new DomainError(
    "no_eligible_reviewer",
    `Approvals are needed, ${needs.join(" and ")}, and ${eligible} ${eligible === 1 ? "person" : "people"} could give one. Add reviewers who don't own this agent or its key.`,
  );
}

/** Asking more than its owner allowed an agent is refused, and says when to come again. Errors: budget_exceeded. */
export async function assertWithinBudget(ctx: AgentContext): Promise<void> {
  const use = await findBudgetUse(ctx.db, ctx.actor.agentId);
  if (!use) return;
  if (use.maxPending !== null && use.pending >= use.maxPending)
    throw new DomainError(
      "budget_exceeded",
      `${use.pending} of this agent's operations wait for a decision, as many as it may have. Wait for one of them, or cancel one.`,
      { retryAfter_s: RETRY_PENDING_S },
    );
  if (use.maxPerHour !== null && use.lastHour >= use.maxPerHour)
    throw new DomainError(
      "budget_exceeded",
      `This agent has asked ${use.lastHour} times within the last hour, as often as it may.`,
      { retryAfter_s: use.frees_s },
    );
}

/** Nobody knows when a person decides. */
const RETRY_PENDING_S = 60;
