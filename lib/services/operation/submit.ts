import { digestOf, operationDigest } from "@/client/protocol/digest";
import type { BlastRadius } from "@/lib/contract/blast-radius";
import type { OperationSummaryView, SubmitOperation } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { outsideScope } from "@/lib/core/scope";
import {
  insertOperation,
  loadSubmissionContext,
  type SubmissionContext,
} from "@/lib/data/submission";
import { demandDigest, demandFor, type Demand } from "@/lib/policy/demand";
import { proofKeyThumbprint } from "@/client/protocol/proof";
import { assessBlastRadius } from "../blast-radius/assess";
import { entryFor, record, type ServiceContext } from "../context";
import { getOwn } from "./get";
import { storedSubmission } from "./stored-submission";
import { etagOf, RETRY_AFTER_S, summarize } from "./view";

type AgentContext = ServiceContext<ActorOf<"agent">>;

export interface Submitted {
  /** False when the same key and body came before: the operation is then as it is now. */
  created: boolean;
  operation: OperationSummaryView;
  etag: string;
}

/**
 * Stores a pending operation with its blast radius. Errors: scope_denied, environment_mismatch,
 * unknown_environment, unknown_audience, no_eligible_reviewer, idempotency_mismatch, key_revoked.
 */
export async function submitOperation(
  ctx: AgentContext,
  input: { body: SubmitOperation; raw: string; idempotencyKey: string },
): Promise<Submitted> {
  const { body } = input;
  const requestDigest = digestOf("countersign.request.v1", body);
  const { context, replayed } = await assess(ctx, body, input.idempotencyKey);
  if (replayed) return replay(ctx, replayed, requestDigest);

  const { environment, enforcementPointId, demand, report, digest } = context;
  const id = newId("op");
  const stored = await insertOperation(
    ctx.db,
    {
      id,
      agentId: ctx.actor.agentId,
      apiKeyId: ctx.actor.apiKeyId,
      environment,
      enforcementPointId,
      audience: body.audience,
      action: body.action,
      resource: body.resource,
      ...storedSubmission(input.raw, body.artifact),
      operationDigest: digest,
      idempotencyKey: input.idempotencyKey,
      requestDigest,
      proofJkt: body.proof_key ? await proofKeyThumbprint(body.proof_key) : null,
      report,
      reportDigest: digestOf("countersign.report.v1", report),
      policy: demand,
      policyDigest: demandDigest(demand),
      expiresIn_s: body.expires_in,
    },
    entryFor(ctx, {
      action: "operation.submitted",
      operationId: id,
      data: {
        environment: body.environment,
        action: body.action,
        operation_digest: digest,
        risk: report.risk.level,
      },
    }),
  );
  if (!stored) {
    // Lost the race for the idempotency key, or what was true a moment ago no longer is.
    const again = await assess(ctx, body, input.idempotencyKey);
    if (again.replayed) return replay(ctx, again.replayed, requestDigest);
    throw new DomainError("key_revoked", "This key or its agent was disabled meanwhile.");
  }
  return {
    created: true,
    etag: etagOf({
      status: "pending",
      version: 1,
      expiresAt: stored.expiresAt,
      grant: null,
      now: stored.createdAt,
    }),
    operation: pendingView(ctx, {
      id,
      body,
      digest,
      demand,
      report,
      ...stored,
      eligible: context.eligible,
    }),
  };
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

export interface Assessment {
  environment: NonNullable<SubmissionContext["environment"]>;
  enforcementPointId: string;
  eligible: number;
  demand: Demand;
  digest: string;
  report: BlastRadius;
}

/** What submission and preview share: the key's scope, the registered names, demand, blast radius. */
export async function assess(
  ctx: AgentContext,
  body: SubmitOperation,
  idempotencyKey: string,
): Promise<
  | { context: Assessment; replayed: null }
  | { context: null; replayed: NonNullable<SubmissionContext["earlier"]> }
> {
  await assertScope(ctx, body);
  const found = await loadSubmissionContext(ctx.db, {
    environment: body.environment,
    audience: body.audience,
    agentId: ctx.actor.agentId,
    apiKeyId: ctx.actor.apiKeyId,
    idempotencyKey,
  });
  if (found.earlier) return { context: null, replayed: found.earlier };
  const { environment, enforcementPointId, eligible } = found;
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
  const demand = demandFor(environment);
  if (eligible < demand.approvals)
    throw new DomainError(
      "no_eligible_reviewer",
      `${demand.approvals} ${demand.approvals === 1 ? "approval is" : "approvals are"} needed from ${demand.group.slug}, where ${eligible} could give one. Add reviewers who don't own this agent or its key.`,
    );
  const digest = operationDigest(body);
  const report = await assessBlastRadius(ctx, {
    operationDigest: digest,
    environment,
    action: body.action,
    resource: body.resource,
    params: body.params,
    artifact: body.artifact,
    claims: body.claims,
    now: ctx.now(),
  });
  return {
    context: { environment, enforcementPointId, eligible, demand, digest, report },
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

/** The answer to a fresh submission, from what was just stored: no need to read it back. */
function pendingView(
  ctx: AgentContext,
  made: {
    id: string;
    body: SubmitOperation;
    digest: string;
    demand: Demand;
    report: BlastRadius;
    createdAt: Date;
    expiresAt: Date;
    eligible: number;
  },
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
      required: demand.approvals,
      received: 0,
      groups: [demand.group.slug],
      eligible_reviewers: made.eligible,
    },
    policy: { version: demand.version, rules: [...demand.rules] },
    created_at: made.createdAt.toISOString(),
    expires_at: made.expiresAt.toISOString(),
    next: { action: "wait", retry_after: RETRY_AFTER_S },
    links: {
      self,
      review: `${ctx.config.publicUrl}/operations/${made.id}`,
      cancel: `${self}/cancel`,
    },
  };
}
