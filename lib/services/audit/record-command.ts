import type { ActorOf } from "@/lib/core/actor";
import { record, type ServiceContext } from "../context";

/** Notes an operator's command before it runs, also one that only reads or then fails. */
export function recordCommand(
  ctx: ServiceContext<ActorOf<"operator">>,
  { command, given }: { command: string; given: object },
): Promise<void> {
  const asked = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  return record(ctx, ctx.db, { action: "operator.command", data: { command, given: asked } });
}
