import {
  IntrospectionSchema,
  IntrospectSchema,
  RedeemGrantSchema,
  RedemptionSchema,
} from "@/lib/contract/grant";
import { introspectGrant } from "@/lib/services/grant/introspect";
import { redeemGrant } from "@/lib/services/grant/redeem";
import { BODY_BYTES_MAX } from "./body";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Grants";

const redeem = endpoint({
  method: "post",
  operationId: "redeemGrant",
  summary: "Claim a grant, exactly once, before executing",
  description:
    "Execute only on `execute: true`, and begin before `start_before`. Make and store `redemption_id` first: sent again with the same one, a lost answer comes again with `replayed: true`. Any other answer, and no answer, means: don't execute.",
  tag,
  key: "enforce",
  body: { schema: RedeemGrantSchema, bytesMax: BODY_BYTES_MAX },
  answers: { 200: { description: "The claim is yours.", schema: RedemptionSchema } },
  refusals: [
    "malformed_grant",
    "invalid_signature",
    "invalid_proof",
    "wrong_audience",
    "digest_mismatch",
    "already_redeemed",
    "redemption_conflict",
    "claim_lapsed",
    "approval_void",
    "grant_expired",
    "grant_revoked",
    "environment_frozen",
    "grant_not_yet_valid",
  ],
  handle: async ({ c, ctx, body }) => c.json(await redeemGrant(ctx, body)),
});

const introspect = endpoint({
  method: "post",
  operationId: "introspectGrant",
  summary: "Ask whether a grant could be redeemed",
  description: "RFC 7662. Consumes nothing, and promises nothing: only redeeming decides.",
  tag,
  key: "enforce",
  body: { schema: IntrospectSchema, bytesMax: BODY_BYTES_MAX },
  answers: {
    200: { description: "`active`, and what the grant says.", schema: IntrospectionSchema },
  },
  handle: async ({ c, ctx, body }) => c.json(await introspectGrant(ctx, body.token)),
});

export function mountGrants({ resource }: Mount): void {
  resource("/api/v1/grants/redeem", redeem);
  resource("/api/v1/grants/introspect", introspect);
}
