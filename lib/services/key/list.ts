import { ListKeysSchema, type KeyPage, type ListKeys } from "@/lib/contract/key";
import { DomainError } from "@/lib/core/error";
import { findAgent } from "@/lib/data/agents";
import { listKeyRows } from "@/lib/data/api-keys";
import { findEnforcementPoint } from "@/lib/data/enforcement-points";
import { requireSetupReader } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";
import { decodeCursor, encodeCursor } from "../operation/cursor";
import { keyView } from "./view";

/** Newest first; never a secret. Errors: not_found (agent, enforcement point), validation_failed (cursor). */
export async function listKeys(ctx: ServiceContext, input: ListKeys = {}): Promise<KeyPage> {
  requireSetupReader(ctx);
  const { agent, enforcement_point, state, cursor, limit } = parseInput(ListKeysSchema, input);
  const db = ctx.db.prisma;
  const now = ctx.now();
  const ofAgent = agent === undefined ? null : await findAgent(db, agent, now);
  if (agent !== undefined && !ofAgent)
    throw new DomainError("not_found", `No agent "${agent}" is registered.`);
  const ofPoint =
    enforcement_point === undefined ? null : await findEnforcementPoint(db, enforcement_point, now);
  if (enforcement_point !== undefined && !ofPoint)
    throw new DomainError(
      "not_found",
      `No enforcement point is registered as "${enforcement_point}".`,
    );

  const rows = await listKeyRows(db, {
    agentId: ofAgent?.id ?? null,
    enforcementPointId: ofPoint?.id ?? null,
    state: state ?? null,
    now,
    after: decodeCursor(cursor),
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((row) => keyView(row, now)),
    next_cursor: rows.length > limit && last ? encodeCursor(last) : null,
  };
}
