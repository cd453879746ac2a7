import type { PreviewView, SubmitOperation } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { approvalsOf } from "@/lib/policy/demand";
import type { ServiceContext } from "../context";
import { assertEnoughEligible, assess } from "./assess";

/** The blast radius, without live systems, and what policy would demand; nothing is stored. Errors as in submitOperation. */
export async function previewOperation(
  ctx: ServiceContext<ActorOf<"agent">>,
  body: SubmitOperation,
): Promise<PreviewView> {
  const { context } = await assess(ctx, body, null);
  if (!context) throw new Error("an operation without an idempotency key");
  const { demand, digest, report } = context;
  const eligible = await assertEnoughEligible(ctx, context);
  return {
    operation_digest: digest,
    risk: report.risk.level,
    blast_radius: report,
    approvals: {
      required: approvalsOf(demand),
      received: 0,
      groups: demand.quorum.map(({ slug }) => slug),
      eligible_reviewers: eligible,
      quorum: demand.quorum.map(({ slug, approvals }) => ({
        group: slug,
        required: approvals,
        received: 0,
      })),
    },
    policy: { version: demand.version, rules: [...demand.rules] },
  };
}
