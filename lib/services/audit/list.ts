import {
  ListEventsSchema,
  type AuditEventView,
  type AuditPage,
  type ListEvents,
} from "@/lib/contract/audit";
import { DomainError } from "@/lib/core/error";
import { listAuditEvents, type StoredAuditEvent } from "@/lib/data/audit-events";
import { requireAuditReader } from "../authority";
import type { ServiceContext } from "../context";
import { parseInput } from "../input";

/** Newest first. Errors: validation_failed. */
export async function listEvents(ctx: ServiceContext, input: ListEvents = {}): Promise<AuditPage> {
  requireAuditReader(ctx);
  const filter = parseInput(ListEventsSchema, input);
  const rows = await listAuditEvents(ctx.db, {
    actionPrefix: filter.action ?? null,
    operationId: filter.operation ?? null,
    actor: filter.actor ?? null,
    since: filter.since ?? null,
    until: filter.until ?? null,
    before: filter.cursor === undefined ? null : decodeCursor(filter.cursor),
    limit: filter.limit + 1,
  });
  const items = rows.slice(0, filter.limit);
  const last = items.at(-1);
  return {
    items: items.map(eventView),
    next_cursor: rows.length > filter.limit && last ? last.seq : null,
  };
}

/** The cursor is the last row's `seq`: a bigint in decimal digits. */
function decodeCursor(cursor: string): string {
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new DomainError("validation_failed", "This cursor isn't one of ours; start without it.", {
    errors: [{ pointer: "/cursor", detail: "not a cursor" }],
  });
}

const eventView = (row: StoredAuditEvent): AuditEventView => ({
  seq: Number(row.seq),
  id: row.id,
  at: row.occurred_at.toISOString(),
  action: row.action,
  actor: row.actor,
  who: whoActed(row),
  operation_id: row.operation_id,
  subject: row.subject,
  subject_name: row.subject_name,
  data: row.data,
  request_id: row.request_id,
  leaf_hash: row.leaf_hash.toString("hex"),
});

function whoActed({ actor, actor_name }: StoredAuditEvent): string {
  switch (actor["kind"]) {
    case "operator":
      return `operator ${actor["login"] ?? ""}`.trim();
    case "visitor":
      return "a visitor";
    case "system":
      return "Countersign";
    case "admin_key":
    case "audit_key":
      return actor_name || `${actor["kind"].replace("_", " ")} ${actor["key"] ?? ""}`.trim();
    default:
      return actor_name ?? actor["id"] ?? "unknown";
  }
}
