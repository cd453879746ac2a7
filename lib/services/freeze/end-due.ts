import type { Executor } from "@/lib/data/database";
import { announce } from "@/lib/data/change-feed";
import { endDueFreezes } from "@/lib/data/freezes";
import { record, type ServiceContext } from "../context";
import { freezeEvent } from "./target";

/** Writes down which freezes time has ended; returns how many. Nothing waits for it. */
export async function endDue(ctx: ServiceContext, tx: Executor): Promise<number> {
  const ended = await endDueFreezes(tx);
  for (const { environment, until } of ended) {
    const of = { subject: environment?.id ?? null, slug: environment?.slug ?? null };
    await record(ctx, tx, freezeEvent("unfrozen", of, { by: "time", at: until.toISOString() }));
  }
  if (ended.length > 0) await announce(tx, "*");
  return ended.length;
}
