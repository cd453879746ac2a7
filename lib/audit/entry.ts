import { createHash } from "node:crypto";
import { canonicalJson } from "@/client/protocol/canonical";
import { actorRecord, type Actor } from "@/lib/core/actor";
import type { AuditEventInput } from "@/lib/core/audit-event";
import { newId, type Id } from "@/lib/core/id";

/** One line of the log, ready to be written. */
export interface AuditEntry {
  readonly id: Id<"evt">;
  readonly action: string;
  readonly actor: Record<string, string>;
  readonly operationId: string | null;
  readonly subject: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
  readonly occurredAt: Date;
  /** The JCS text that was hashed (RFC 8785). */
  readonly entry: string;
  /** SHA-256(0x00 ‖ entry): a Merkle leaf, RFC 9162 §2.1.1. */
  readonly leafHash: Buffer;
}

export function leafHash(entry: string): Buffer {
  return createHash("sha256").update(Buffer.of(0)).update(entry, "utf8").digest();
}

/** Makes the entry for an event; `now` is the writer's clock. */
export function auditEntry(
  input: AuditEventInput,
  by: { actor: Actor; requestId: string | null; now: Date },
): AuditEntry {
  const body = {
    id: newId("evt"),
    action: input.action,
    actor: actorRecord(by.actor),
    operationId: input.operationId ?? null,
    subject: input.subject ?? null,
    data: input.data ?? {},
    requestId: by.requestId,
  };
  const entry = canonicalJson({ ...body, occurredAt: by.now.toISOString() });
  return { ...body, occurredAt: by.now, entry, leafHash: leafHash(entry) };
}
