import { DomainError } from "@/lib/core/error";
import type { Executor } from "@/lib/data/database";
import * as data from "@/lib/data/webhooks";

/** Errors: not_found. */
export async function findWebhook(db: Executor, id: string): Promise<data.StoredWebhook> {
  const found = await data.findWebhook(db, id);
  if (!found) throw new DomainError("not_found", "There is no such webhook.");
  return found;
}
