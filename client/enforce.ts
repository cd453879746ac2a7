import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type CompactVerifyGetKey,
  type JSONWebKeySet,
} from "jose";
import { connect, type ConnectionOptions, type RetryBudget } from "./connection";
import { discover } from "./discovery";
import {
  executeOnce,
  FORGETFUL_JOURNAL,
  type ExecuteOperation,
  type Execution,
  type ExecutionResult,
  type RedemptionJournal,
} from "./execution";
import {
  digestsEqual,
  operationDigest,
  type Digest,
  type OperationDigestInput,
} from "./protocol/digest";
import { assertGrantAudience, verifyGrantSignature, type GrantClaims } from "./protocol/grant";
import { CountersignError, fromProtocolError } from "./protocol/problem";
import { toRedemption, type Redemption } from "./redemption";

export type { Execution, ExecutionResult, RedemptionJournal } from "./execution";
export { CountersignError } from "./protocol/problem";
export type { Redemption } from "./redemption";

export interface EnforcementPointOptions extends ConnectionOptions {
  /** The URI that this enforcement point is registered under. */
  audience: string;
  /** Who must have issued the grants; default: what the configured deployment says of itself. */
  issuer?: string;
  /** The signing keys; default: fetched from the deployment, and again when a new key appears. */
  jwks?: JSONWebKeySet;
}

/** A grant and what is about to be executed: never a copy that the agent sent along. */
export interface RedeemRequest {
  grant: string;
  operation: OperationDigestInput;
  /** The agent's proof of possession, where the grant is bound to a key. */
  proof?: string | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The start window is short: an answer that comes later is of no use. */
const REDEEM_RETRIES: RetryBudget = { attemptsMax: 5, total_ms: 20_000 };
const REPORT_RETRIES: RetryBudget = { attemptsMax: 12, total_ms: 180_000 };

/** Stands before the real credential. Every method that throws means: don't execute. */
export interface EnforcementPoint {
  /**
   * Claims the grant, always online. `redemptionId` is a UUID that was stored before: with the same
   * one a lost answer comes again. Refuses (throws {@link CountersignError}) when the operation isn't
   * the approved one and whenever Countersign can't be reached.
   */
  redeem(
    request: RedeemRequest & { redemptionId: string },
    signal?: AbortSignal,
  ): Promise<Redemption>;
  /** Reports what came of it; may be repeated. Throws `result_conflict` after a different report. */
  report(redemptionId: string, result: ExecutionResult, signal?: AbortSignal): Promise<void>;
  /**
   * Redeems, executes at most once and reports. Throws while nothing was executed, returns after.
   * A thrown error of `execute` is reported as `unknown`: return `failed` where that is certain.
   */
  execute(
    request: RedeemRequest & { journal?: RedemptionJournal },
    execute: ExecuteOperation,
  ): Promise<Execution>;
}

export function createEnforcementPoint(options: EnforcementPointOptions): EnforcementPoint {
  const connection = connect(options);
  const keys = options.jwks
    ? options.jwks.keys
    : remoteKeys(connection.url(".well-known/jwks.json"), options);
  let issuer: Promise<string> | null = options.issuer ? Promise.resolve(options.issuer) : null;

  /** The issuer's own name, asked once; asked again after a failure. */
  function issuerName(): Promise<string> {
    issuer ??= discover(connection).then(
      (discovery) => discovery.issuer,
      (error: unknown) => {
        issuer = null;
        throw error;
      },
    );
    return issuer;
  }

  /** All that can be refused without asking; only a filter, the server decides. */
  async function filter(request: RedeemRequest): Promise<{ claims: GrantClaims; digest: Digest }> {
    const digest = operationDigest(request.operation);
    try {
      const claims = await verifyGrantSignature(request.grant, {
        keys,
        issuer: await issuerName(),
      });
      assertGrantAudience(claims, options.audience);
      if (!digestsEqual(digest, claims.operation_digest))
        throw new CountersignError(
          "digest_mismatch",
          "What is about to be executed is not the operation that was approved.",
        );
      if (claims.cnf && request.proof === undefined)
        throw new CountersignError(
          "invalid_proof",
          "The grant is bound to a key: ask the agent for a proof.",
        );
      return { claims, digest };
    } catch (error) {
      throw fromProtocolError(error);
    }
  }

  async function claim(
    request: RedeemRequest,
    { claims, digest }: { claims: GrantClaims; digest: Digest },
    redemptionId: string,
    signal?: AbortSignal,
  ): Promise<Redemption> {
    if (!UUID.test(redemptionId)) throw new TypeError("redemptionId must be a lower-case UUID");
    const { grant, proof } = request;
    const answer = await connection.sendAgain(
      {
        method: "POST",
        path: "api/v1/grants/redeem",
        body: { grant, redemption_id: redemptionId, operation_digest: digest, proof },
        signal,
      },
      REDEEM_RETRIES,
    );
    return toRedemption(answer, {
      redemptionId,
      grantId: claims.jti,
      operationId: claims.operation,
    });
  }

  async function report(
    redemptionId: string,
    result: ExecutionResult,
    signal?: AbortSignal,
  ): Promise<void> {
    const path = `api/v1/redemptions/${encodeURIComponent(redemptionId)}/result`;
    await connection.sendAgain({ method: "POST", path, body: result, signal }, REPORT_RETRIES);
  }

  return {
    redeem: async (request, signal) =>
      claim(request, await filter(request), request.redemptionId, signal),
    report,
    execute: async (request, execute) => {
      const checked = await filter(request);
      const redeem = (redemptionId: string) => claim(request, checked, redemptionId);
      const { journal = FORGETFUL_JOURNAL } = request;
      return executeOnce(checked.claims, { journal, redeem, report }, execute);
    },
  };
}

function remoteKeys(url: string, { fetch: fetchWith }: ConnectionOptions): CompactVerifyGetKey {
  const resolve = createRemoteJWKSet(new URL(url), fetchWith ? { [customFetch]: fetchWith } : {});
  return async (header, token) => {
    try {
      return await resolve(header, token);
    } catch (error) {
      if (isAboutTheKey(error)) throw error;
      throw new CountersignError("unavailable", "The signing keys can't be fetched.", {
        cause: error,
      });
    }
  };
}

// That the key isn't there is a verdict on the grant; anything else is a failure to fetch.
const isAboutTheKey = (error: unknown) =>
  error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
