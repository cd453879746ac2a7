import { isDigest, type Digest } from "@/client/protocol/digest";
import {
  assertGrantClaims,
  AUTHORIZATION_TYPE,
  GRANT_LIFETIME_MAX_S,
  type GrantClaims,
} from "@/client/protocol/grant-claims";

/** Long enough to start, too short to be worth stealing. */
export const GRANT_LIFETIME_DEFAULT_S = 5 * 60;

/** What the server knows when the last needed approval was given. */
export interface GrantFacts {
  /** The deployment's configured origin. */
  issuer: string;
  audience: string;
  agentId: string;
  grantId: string;
  issuedAt: Date;
  /** Both in whole seconds, so that the row and the token say the same. */
  notBefore: Date;
  expiresAt: Date;
  operationId: string;
  operationDigest: string;
  shownDigest: string;
  policyDigest: string;
  approvals: readonly { reviewer: string; at: Date; method: string }[];
  environment: string;
  action: string;
  resource: { type: string; id: string };
  proofJkt: string | null;
}

/** The payload of a grant. Throws RangeError for what a verifier would refuse: nothing such is signed. */
export function buildGrantClaims(facts: GrantFacts): GrantClaims {
  const claims: GrantClaims = {
    iss: facts.issuer,
    aud: facts.audience,
    sub: facts.agentId,
    jti: facts.grantId,
    iat: Math.floor(facts.issuedAt.getTime() / 1000),
    nbf: wholeSeconds(facts.notBefore),
    exp: wholeSeconds(facts.expiresAt),
    operation: facts.operationId,
    operation_digest: digest(facts.operationDigest),
    shown_digest: digest(facts.shownDigest),
    policy_digest: digest(facts.policyDigest),
    approvals: facts.approvals.map(({ reviewer, at, method }) => ({
      reviewer,
      at: at.toISOString(),
      amr: [method],
    })),
    authorization_details: [
      {
        type: AUTHORIZATION_TYPE,
        locations: [facts.audience],
        actions: [facts.action],
        identifier: facts.resource.id,
        datatypes: [facts.resource.type],
        environment: facts.environment,
      },
    ],
    ...(facts.proofJkt === null ? {} : { cnf: { jkt: facts.proofJkt } }),
  };
  assertGrantClaims(claims, (claim) => {
    throw new RangeError(
      `No grant is made with such a "${claim}" (a grant lives ${GRANT_LIFETIME_MAX_S} s at most)`,
    );
  });
  return claims;
}

function wholeSeconds(time: Date): number {
  const seconds = time.getTime() / 1000;
  if (!Number.isInteger(seconds)) throw new RangeError("A grant's times are whole seconds");
  return seconds;
}

function digest(text: string): Digest {
  if (!isDigest(text)) throw new RangeError("Not a digest");
  return text;
}
