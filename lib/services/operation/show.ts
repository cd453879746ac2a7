import type { OperationView } from "@/lib/contract/operation";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { findOperation } from "@/lib/data/operations";
import type { ServiceContext } from "../context";
import { toOperationView } from "./view";

/** Any agent's operation, for the operator; without the grant's token, which is the agent's. Errors: not_found. */
export async function showOperation(
  ctx: ServiceContext<ActorOf<"operator">>,
  id: string,
): Promise<OperationView> {
  const stored = await findOperation(ctx.db, id);
  if (!stored) throw new DomainError("not_found", `There is no operation ${id}.`);
  const view = toOperationView(stored, ctx.config.publicUrl);
  if (!view.grant) return view;
  const { token: _token, ...grant } = view.grant;
  return { ...view, grant };
}
