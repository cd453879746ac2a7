import { digestsEqual, operationDigest, type OperationDigestInput } from "@/client/protocol/digest";
import { CanonicalizationError } from "@/client/protocol/canonical";
import type { GrantClaims } from "@/client/protocol/grant";
import type { RedeemGrant, Redemption } from "@/lib/contract/grant";
import type { ActorOf } from "@/lib/core/actor";
import type { AuditAction } from "@/lib/core/audit-event";
import { DomainError } from "@/lib/core/error";
import { frozenName, secondsUntil } from "@/lib/core/freeze";
import { claimRefusal } from "@/lib/core/transition";
import { shortText, visibleText } from "@/lib/core/untrusted-text";
import { uniqueViolation } from "@/lib/data/database";
import type { HoldingFreeze } from "@/lib/data/freezes";
import {
  claimGrant,
  enforcementKeyLives,
  findGrant,
  findRedemption,
  type GrantRecord,
} from "@/lib/data/grants";
import { findBareOperation, findOperation } from "@/lib/data/operations";
import { entryFor, record, type ServiceContext } from "../context";
import { assertPolicyStillLets } from "../policy/rejudge";
import { assertNotGrown } from "./remeasure";
import { checkProof, type CheckedProof } from "./proof";
import { verifyPresented } from "./presented";

type EnforcementContext = ServiceContext<ActorOf<"enforcement_point">>;

/**
 * The enforcement point's one claim on a grant: the first wins, the same redemption id is answered
 * again, everyone else is refused. Errors: malformed_grant, invalid_signature, invalid_proof,
 * wrong_audience, digest_mismatch, already_redeemed, redemption_conflict, claim_lapsed, approval_void,
 * grant_expired, grant_revoked, environment_frozen, grant_not_yet_valid, blast_radius_grew, unavailable.
 */
export async function redeemGrant(ctx: EnforcementContext, body: RedeemGrant): Promise<Redemption> {
  const claims = await verifyPresented(ctx, body.grant);
  if (claims.aud !== ctx.actor.audience) {
    await suspect(ctx, claims, "security.wrong_audience");
    throw new DomainError("wrong_audience", `This grant is for ${claims.aud}, not for you.`);
  }
  const digest = presentedDigest(body);
  if (!digestsEqual(digest, claims.operation_digest)) {
    await suspect(ctx, claims, "security.digest_mismatch", { presented: digest });
    throw new DomainError(
      "digest_mismatch",
      "What you are about to execute is not the operation that was approved. Don't execute it.",
    );
  }
  // A lost answer is asked for again with the same redemption id; its proof was spent the first time.
  const earlier = await findRedemption(ctx.db, ctx.actor.enforcementPointId, body.redemption_id);
  if (earlier) return replay(earlier, claims, body.redemption_id);

  const proof = await requireProof(ctx, claims, body, digest);
  const op = await findBareOperation(ctx.db, claims.operation);
  if (!op) throw neverIssued();
  const policyVersion = await assertPolicyStillLets(ctx.db, op, ctx.now());
  await assertNotGrown(ctx, op, claims.jti);
  try {
    const claimed = await claimGrant(
      ctx.db,
      {
        grantId: claims.jti,
        redemptionId: body.redemption_id,
        apiKeyId: ctx.actor.apiKeyId,
        enforcementPointId: ctx.actor.enforcementPointId,
        audience: ctx.actor.audience,
        operationDigest: digest,
        startWindow_s: ctx.config.startWindow_s,
        reportWindow_s: ctx.config.reportWindow_s,
        policyVersion,
        proof,
      },
      entryFor(ctx, {
        action: "grant.claimed",
        operationId: claims.operation,
        subject: claims.jti,
        data: { redemption_id: body.redemption_id },
      }),
    );
    if (claimed)
      return {
        execute: true,
        redemption_id: body.redemption_id,
        grant_id: claims.jti,
        operation_id: claimed.operationId,
        start_before: claimed.startBefore.toISOString(),
        report_by: claimed.reportBy.toISOString(),
        replayed: false,
      };
  } catch (error) {
    const constraint = uniqueViolation(error);
    if (constraint === "proof_uses_pkey")
      throw new DomainError("invalid_proof", "This proof was used before; make a new one.");
    // The same redemption id, racing with itself or taken for another grant: settled below.
    if (constraint !== "grants_redemption_key") throw error;
  }
  return settle(ctx, claims, body.redemption_id, policyVersion);
}

const neverIssued = () => new DomainError("malformed_grant", "No such grant was ever issued here.");

/** After a claim that found no row: a replay that raced, or the reason for the refusal. */
async function settle(
  ctx: EnforcementContext,
  claims: GrantClaims,
  redemptionId: string,
  policyVersion: number,
): Promise<Redemption> {
  const mine = await findRedemption(ctx.db, ctx.actor.enforcementPointId, redemptionId);
  if (mine) return replay(mine, claims, redemptionId);
  const grant = await findGrant(ctx.db, claims.jti);
  if (!grant) throw neverIssued();
  const refusal = claimRefusal({ ...grant, reported: grant.outcome }, grant.now);
  if (refusal?.refused === "already_redeemed") await suspect(ctx, claims, "security.grant_reuse");
  if (refusal)
    throw new DomainError(
      refusal.refused,
      refusal.detail,
      refusal.refused === "grant_not_yet_valid"
        ? { retryAfter_s: Math.ceil((grant.notBefore.getTime() - grant.now.getTime()) / 1000) }
        : {},
    );
  if (grant.frozen) throw frozen(grant, grant.frozen);
  if (!grant.approvalsStand || grant.operationStatus !== "approved")
    throw new DomainError("approval_void", await whoFell(ctx, grant.operationId));
  if (grant.agentIsShutOut)
    throw new DomainError(
      "approval_void",
      "The agent that asked for this was disabled since. Don't execute it.",
    );
  if (grant.policyVersionNow !== policyVersion)
    throw new DomainError("unavailable", "The policy is being replaced; try again.", {
      retryAfter_s: 1,
    });
  if (await enforcementKeyLives(ctx.db, ctx.actor))
    throw new DomainError("unavailable", "A freeze or a person's standing changed; try again.", {
      retryAfter_s: 1,
    });
  throw new DomainError("key_revoked", "This key or its enforcement point was disabled meanwhile.");
}

function frozen(grant: GrantRecord, { scope, reason, until }: HoldingFreeze): DomainError {
  const name = frozenName({ scope, environmentName: grant.environmentName });
  const ends = until === null ? "until it is lifted" : `until ${new Date(until).toISOString()}`;
  const retryAfter_s = secondsUntil(until, grant.now);
  return new DomainError(
    "environment_frozen",
    `${name} is frozen, ${ends}: ${visibleText(reason)}. Nothing is redeemed meanwhile. The grant isn't lost by it, but expires as ever, at ${grant.expiresAt.toISOString()}.`,
    retryAfter_s === undefined ? {} : { retryAfter_s },
  );
}

/** Whose approval no longer counts. */
async function whoFell(ctx: EnforcementContext, operationId: string): Promise<string> {
  const op = await findOperation(ctx.db, operationId);
  const fallen = (op?.decisions ?? [])
    .filter(({ verdict, group_ids }) => verdict === "approve" && group_ids.length === 0)
    .map(({ name, user_id }) => `${shortText(name)} (${user_id})`);
  return fallen.length > 0
    ? `${fallen.join(" and ")} approved this and may no longer do so; it needs a new approval.`
    : "Too few of those who approved this may still do so; it needs a new approval.";
}

/** The same answer again, with the start window it had; never for a claim that is over. */
function replay(grant: GrantRecord, claims: GrantClaims, redemptionId: string): Redemption {
  if (grant.id !== claims.jti || !grant.startBefore || !grant.reportBy)
    throw new DomainError(
      "redemption_conflict",
      "This redemption_id belongs to another grant. Make a new one for each grant.",
    );
  if (grant.status === "lapsed" || grant.reportBy <= grant.now)
    throw new DomainError(
      "claim_lapsed",
      "This claim is over: it was given back, or its time to report has passed. A new approval is needed.",
    );
  if (grant.status !== "claimed")
    throw new DomainError("already_redeemed", `This grant was executed already: ${grant.status}.`);
  return {
    execute: true,
    redemption_id: redemptionId,
    grant_id: claims.jti,
    operation_id: grant.operationId,
    start_before: grant.startBefore.toISOString(),
    report_by: grant.reportBy.toISOString(),
    replayed: true,
  };
}

function presentedDigest(body: RedeemGrant): string {
  if (body.operation_digest !== undefined) return body.operation_digest;
  try {
    return operationDigest(body.operation as OperationDigestInput);
  } catch (error) {
    if (!(error instanceof CanonicalizationError)) throw error;
    throw new DomainError("validation_failed", "This operation can't be digested.", {
      errors: [{ pointer: `/operation${error.pointer}`, detail: error.message }],
    });
  }
}

async function requireProof(
  ctx: EnforcementContext,
  claims: GrantClaims,
  body: RedeemGrant,
  digest: string,
): Promise<CheckedProof | null> {
  if (!claims.cnf) return null;
  try {
    return await checkProof(ctx, { claims, jkt: claims.cnf.jkt, body, digest });
  } catch (error) {
    if (error instanceof DomainError) await suspect(ctx, claims, "security.proof_refused");
    throw error;
  }
}

/** What reviewers should see: somebody tried to use a grant that wasn't theirs to use. */
const suspect = (
  ctx: EnforcementContext,
  claims: GrantClaims,
  action: AuditAction,
  data: Record<string, unknown> = {},
) => record(ctx, ctx.db, { action, operationId: claims.operation, subject: claims.jti, data });
