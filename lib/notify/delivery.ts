import { setTimeout as delay } from "node:timers/promises";
import type { AuditEntry } from "@/lib/audit/entry";
import type { AuditEventInput } from "@/lib/core/audit-event";
import type { Database } from "@/lib/data/database";
import { deliverDue } from "./deliver";
import { resendMailer, terminalMailer } from "./mailer";

/** The part of the environment that mail needs. */
export interface MailSettings {
  readonly PUBLIC_URL: string;
  readonly MAIL_FROM: string;
  readonly MAIL_DIRECTORY?: string | undefined;
  readonly RESEND_API_KEY?: string | undefined;
  readonly RESEND_BASE_URL?: string | undefined;
  readonly KEY_PEPPER: Uint8Array;
}

const POLL_MS = 1000;

/** Sends what the outbox holds until stopped; stopping waits for the mails that are being sent. */
export function startDelivery(deps: {
  db: Database;
  env: MailSettings;
  log: { warn(facts: object, message: string): void };
  entryFor: (event: AuditEventInput) => AuditEntry;
}): { stop(): Promise<void> } {
  const { env, log } = deps;
  const from = env.MAIL_FROM;
  const stopping = new AbortController();
  const ctx = {
    db: deps.db,
    publicUrl: env.PUBLIC_URL,
    keyPepper: env.KEY_PEPPER,
    entryFor: deps.entryFor,
    warn: (facts: object, message: string) => log.warn(facts, message),
    mailer: env.RESEND_API_KEY
      ? resendMailer({ apiKey: env.RESEND_API_KEY, baseUrl: env.RESEND_BASE_URL, from })
      : terminalMailer({
          from,
          directory: env.MAIL_DIRECTORY,
          print: (text) => process.stdout.write(text),
        }),
  };

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const held = await deliverDue(ctx).catch((error: unknown) => {
        log.warn({ err: error }, "reading the outbox failed; trying again");
        return 0;
      });
      if (held > 0) continue; // there may be more
      await delay(POLL_MS, undefined, { ref: false, signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
