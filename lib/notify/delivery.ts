import { setTimeout as delay } from "node:timers/promises";
import type { AuditEntry } from "@/lib/audit/entry";
import type { AuditEventInput } from "@/lib/core/audit-event";
import type { WebhookNetworks } from "@/lib/core/webhook-address";
import type { Database } from "@/lib/data/database";
import { deliverDue } from "./deliver";
import { deliverWebhooks } from "./deliver-webhooks";
import { resendMailer, terminalMailer } from "./mailer";

/** The part of the environment that mail and webhooks need. */
interface DeliverySettings {
  readonly PUBLIC_URL: string;
  readonly MAIL_FROM: string;
  readonly MAIL_DIRECTORY?: string | undefined;
  readonly RESEND_API_KEY?: string | undefined;
  readonly RESEND_BASE_URL?: string | undefined;
  readonly KEY_PEPPER: Uint8Array;
  readonly KEY_ENCRYPTION_KEY: Uint8Array;
}

const POLL_MS = 1000;

/** Sends mails and webhooks until stopped; stopping waits for those that are being sent. */
export function startDelivery(deps: {
  db: Database;
  env: DeliverySettings;
  networks: WebhookNetworks;
  now: () => Date;
  log: { warn(facts: object, message: string): void };
  entryFor: (event: AuditEventInput) => AuditEntry;
}): { stop(): Promise<void> } {
  const { env, log } = deps;
  const from = env.MAIL_FROM;
  const stopping = new AbortController();
  const shared = {
    db: deps.db,
    publicUrl: env.PUBLIC_URL,
    entryFor: deps.entryFor,
    warn: (facts: object, message: string) => log.warn(facts, message),
  };
  const mails = {
    ...shared,
    keyPepper: env.KEY_PEPPER,
    mailer: env.RESEND_API_KEY
      ? resendMailer({ apiKey: env.RESEND_API_KEY, baseUrl: env.RESEND_BASE_URL, from })
      : terminalMailer({
          from,
          directory: env.MAIL_DIRECTORY,
          print: (text) => process.stdout.write(text),
        }),
  };
  const webhooks = {
    ...shared,
    keyEncryptionKey: env.KEY_ENCRYPTION_KEY,
    networks: deps.networks,
    now: deps.now,
  };

  async function run(sendDue: () => Promise<number>): Promise<void> {
    while (!stopping.signal.aborted) {
      const held = await sendDue().catch((error: unknown) => {
        log.warn({ err: error }, "reading what is to be sent failed; trying again");
        return 0;
      });
      if (held > 0) continue; // there may be more
      await delay(POLL_MS, undefined, { ref: false, signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  }
  // Apart, so that a receiver that doesn't answer holds up no mail.
  const running = [run(() => deliverDue(mails)), run(() => deliverWebhooks(webhooks))];
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
