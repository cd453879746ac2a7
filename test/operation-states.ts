import { randomUUID } from "node:crypto";
import type { SubmitOperation } from "@/lib/contract/operation";
import { redeemGrant } from "@/lib/services/grant/redeem";
import { revokeGrant } from "@/lib/services/grant/revoke";
import { cancelOperation } from "@/lib/services/operation/cancel";
import { decideOperation } from "@/lib/services/operation/decide";
import { getOperation } from "@/lib/services/operation/get";
import { submitOperation } from "@/lib/services/operation/submit";
import { incident, type Reviewer, type World } from "./seed";

/** From `approved` on, the state of its grant: issued, claimed, revoked, or past its end. */
export type OperationState =
  "pending" | "denied" | "expired" | "cancelled" | "approved" | "claimed" | "revoked" | "overdue";

export interface OperationInState {
  readonly id: string;
  /** What the enforcement point is about to execute. */
  readonly execute: Pick<
    SubmitOperation,
    "environment" | "audience" | "action" | "resource" | "params" | "artifact"
  >;
  /** Empty where no grant was issued. */
  readonly token: string;
  /** Of the claim; of none where it isn't claimed. */
  readonly redemptionId: string;
}

/** An operation of the world's agent that the services have brought to this state. */
export async function operationIn(
  world: World,
  reviewer: Reviewer,
  state: OperationState,
): Promise<OperationInState> {
  const body = incident();
  const { environment, audience, action, resource, params, artifact } = body;
  const execute = { environment, audience, action, resource, params, artifact };
  const { operation } = await submitOperation(world.agent.ctx, {
    body,
    raw: JSON.stringify(body),
    idempotencyKey: randomUUID(),
  });
  const { id } = operation;
  const redemptionId: string = randomUUID();
  const sql = (text: string) => world.base.db.query({ text }, [id]);
  const made = { id, execute, redemptionId, token: "" };
  const decide = async (verdict: "approve" | "deny") =>
    decideOperation(reviewer.ctx, { ...(await world.formOf(reviewer, id)), verdict });
  switch (state) {
    case "pending":
      return made;
    case "denied":
      await decide("deny");
      return made;
    case "cancelled":
      await cancelOperation(world.agent.ctx, id);
      return made;
    case "expired":
      await sql("UPDATE operations SET expires_at = clock_timestamp() WHERE id = $1");
      return made;
    case "approved":
    case "claimed":
    case "revoked":
    case "overdue":
      await decide("approve");
  }
  const { grant } = (await getOperation(world.agent.ctx, id)).operation;
  if (!grant?.token) throw new Error("no grant was issued");
  const { token } = grant;
  switch (state) {
    case "approved":
      break;
    case "claimed":
      await redeemGrant(world.enforcement.ctx, {
        grant: token,
        redemption_id: redemptionId,
        operation: execute,
      });
      break;
    case "revoked":
      await revokeGrant(reviewer.ctx, { operationId: id, comment: "Not today." });
      break;
    case "overdue":
      await sql("UPDATE grants SET expires_at = clock_timestamp() WHERE operation_id = $1");
  }
  return { ...made, token };
}
