import pino from "pino";
import { RateLimit } from "./admission/rate-limit";
import { passkeyCeremony } from "./auth/passkey-ceremony";
import { env, type Env } from "./env";
import { connectDatabase } from "./data/database";
import { listenForChanges } from "./data/change-feed";
import { startDelivery } from "./notify/delivery";
import { contextFor, entryFor, type ServiceBase } from "./services/context";
import { trackLastUse, type LastUse } from "./services/key/last-use";
import { openGrantSigner } from "./services/signing-keys";
import { startSweeping } from "./services/sweep";

export interface Runtime {
  readonly env: Env;
  readonly base: ServiceBase;
  readonly log: pino.Logger;
  readonly lastUse: LastUse;
  /** One for all doors of the process. */
  readonly rateLimit: RateLimit;
  /** Aborted when the process begins to stop, so that long polls answer at once. */
  readonly stopping: AbortController;
  stop(): Promise<void>;
}

/**
 * Next loads a module once per bundle, so module state exists several times in one process.
 * What must exist once lives in this slot.
 */
const SLOT = Symbol.for("countersign.runtime");
const slots = globalThis as { [SLOT]?: Promise<Runtime> };

/** The process's one runtime: database, signer, change feed, and what runs in the background. */
export function getRuntime(): Promise<Runtime> {
  return (slots[SLOT] ??= compose(env()).catch((error: unknown) => {
    delete slots[SLOT]; // the next request tries again
    throw error;
  }));
}

async function compose(settings: Env): Promise<Runtime> {
  const log = pino({ level: settings.LOG_LEVEL });
  const base = connectServices(settings);
  try {
    await base.signer.publicKeys(); // makes the first key, and shows at once that the database answers
  } catch (error) {
    await disconnectServices(base);
    throw error;
  }
  const sweeping = startSweeping(contextFor(base, { kind: "system", task: "sweep" }), (error) =>
    log.error({ err: error }, "sweeping deadlines failed; trying again"),
  );
  const postman = contextFor(base, { kind: "system", task: "mail" });
  const delivery = startDelivery({
    db: base.db,
    env: settings,
    networks: base.config.webhookNetworks,
    now: base.now,
    log,
    entryFor: (event) => entryFor(postman, event),
  });
  const lastUse = trackLastUse(base.db);
  const stopping = new AbortController();
  return {
    env: settings,
    base,
    log,
    lastUse,
    rateLimit: new RateLimit(settings.RATE_LIMIT_PER_MINUTE),
    stopping,
    async stop() {
      stopping.abort();
      await Promise.all([sweeping.stop(), delivery.stop(), lastUse.stop()]);
      await disconnectServices(base);
    },
  };
}

/** The services without anything in the background: what a command on the server's machine needs. */
export function connectServices(settings: Env): ServiceBase {
  const db = connectDatabase(settings.DATABASE_URL, settings.DATABASE_POOL_SIZE);
  const now = () => new Date();
  return {
    db,
    now,
    signer: openGrantSigner(db, settings.KEY_ENCRYPTION_KEY, now),
    changes: listenForChanges(settings.DATABASE_URL),
    passkeys: passkeyCeremony(settings.PUBLIC_URL),
    config: {
      publicUrl: settings.PUBLIC_URL,
      keyPepper: settings.KEY_PEPPER,
      keyEncryptionKey: settings.KEY_ENCRYPTION_KEY,
      startWindow_s: settings.START_WINDOW,
      reportWindow_s: settings.REPORT_WINDOW,
      growthPercent: settings.GROWTH_PERCENT,
      webhookNetworks: {
        loopback: settings.ALLOW_LOOPBACK_WEBHOOKS,
        allowed: settings.WEBHOOK_ALLOWED_NETWORKS,
      },
    },
  };
}

export async function disconnectServices(base: ServiceBase): Promise<void> {
  await base.changes.close();
  await base.db.close();
}
