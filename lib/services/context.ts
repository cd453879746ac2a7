import { auditEntry, type AuditEntry } from "@/lib/audit/entry";
import type { Actor } from "@/lib/core/actor";
import type { AuditEventInput } from "@/lib/core/audit-event";
import type { PasskeyCeremony } from "@/lib/core/passkey";
import { appendAudit } from "@/lib/data/audit";
import type { WebhookNetworks } from "@/lib/core/webhook-address";
import type { ChangeFeed } from "@/lib/data/change-feed";
import type { Database, Executor } from "@/lib/data/database";
import type { GrantSigner } from "@/lib/grant/signer";

/** What a deployment decides; made once from the environment. */
export interface ServiceConfig {
  /** The configured origin: every link and the grant's issuer are built from it, never from `Host`. */
  readonly publicUrl: string;
  /** Pepper for API keys' HMAC. */
  readonly keyPepper: Uint8Array;
  /** Opens what is stored encrypted: the connections to live databases. */
  readonly keyEncryptionKey: Uint8Array;
  /** How long after the claim execution may begin, and by when it must be reported; seconds. */
  readonly startWindow_s: number;
  readonly reportWindow_s: number;
  /** Where webhooks may go. */
  readonly webhookNetworks: WebhookNetworks;
  /** How much more than was approved may be hit at redemption, in percent of each figure. */
  readonly growthPercent: number;
}

/** What every verb gets. Attribution is `actor`, never an input. */
export interface ServiceContext<A extends Actor = Actor> {
  readonly actor: A;
  readonly requestId: string | null;
  readonly db: Database;
  readonly now: () => Date;
  readonly signer: GrantSigner;
  readonly changes: ChangeFeed;
  /** Passkeys of this site: signing in, and confirming a decision. */
  readonly passkeys: PasskeyCeremony;
  readonly config: ServiceConfig;
}

/** The parts that all contexts of one process share. */
export type ServiceBase = Omit<ServiceContext, "actor" | "requestId">;

export function contextFor<A extends Actor>(
  base: ServiceBase,
  actor: A,
  requestId: string | null = null,
): ServiceContext<A> {
  return { ...base, actor, requestId };
}

export function entryFor(ctx: ServiceContext, input: AuditEventInput): AuditEntry {
  return auditEntry(input, { actor: ctx.actor, requestId: ctx.requestId, now: ctx.now() });
}

/** Writes the event in the given transaction. */
export function record(ctx: ServiceContext, tx: Executor, input: AuditEventInput): Promise<void> {
  return appendAudit(tx, entryFor(ctx, input));
}
