import type { GrantClaims } from "@/client/protocol/grant";
import { PROOF_SKEW_MAX_S, ProofError, verifyProof } from "@/client/protocol/proof";
import type { RedeemGrant } from "@/lib/contract/grant";
import { DomainError } from "@/lib/core/error";
import type { ServiceContext } from "../context";

export const REDEEM_PATH = "/api/v1/grants/redeem";

/** A proof that verified; its jti is spent by the claim's own statement. */
export interface CheckedProof {
  jkt: string;
  jti: string;
  expiresAt: Date;
}

/** Possession of the key that the grant is bound to (RFC 9449 §4.3). Errors: invalid_proof. */
export async function checkProof(
  ctx: ServiceContext,
  of: { claims: GrantClaims; jkt: string; body: RedeemGrant; digest: string },
): Promise<CheckedProof> {
  if (of.body.proof === undefined)
    throw new DomainError(
      "invalid_proof",
      "This grant is bound to the agent's proof key: send `proof`, made for this redemption.",
    );
  try {
    const proof = await verifyProof(of.body.proof, {
      grant: of.body.grant,
      htu: ctx.config.publicUrl + REDEEM_PATH,
      operationDigest: of.digest,
      jkt: of.jkt,
      now: ctx.now(),
    });
    return { ...proof, expiresAt: new Date((proof.iat + 2 * PROOF_SKEW_MAX_S) * 1000) };
  } catch (error) {
    if (error instanceof ProofError) throw new DomainError("invalid_proof", error.detail);
    throw error;
  }
}
