import type { ActorOf } from "@/lib/core/actor";
import { record, type ServiceContext } from "../context";

/** Notes an operator's command before it runs, also one that only reads or then fails. */
export function recordCommand(
  ctx: ServiceContext<ActorOf<"operator">>,
  { command, given }: { command: string; given: Readonly<Record<string, unknown>> },
): Promise<void> {
  return record(ctx, ctx.db, { action: "operator.command", data: { command, given } });
}
