import type { Executor } from "@/lib/data/database";
import { recordKeyUses, type KeyUse } from "@/lib/data/key-lookup";

const FLUSH_MS = 60_000;

/** Remembers when and from where each key was last used, and writes it down once a minute. */
export interface LastUse {
  note(apiKeyId: string, address: string | null, at: Date): void;
  /** Writes what is remembered; what couldn't be written is kept for the next time. */
  flush(): Promise<void>;
  /** The last flush. */
  stop(): Promise<void>;
}

export function trackLastUse(db: Executor): LastUse {
  let uses = new Map<string, KeyUse>();
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (uses.size === 0) return;
    const writing = uses;
    uses = new Map();
    try {
      await recordKeyUses(db, [...writing.values()]);
    } catch {
      // Informative only: requests don't fail for it.
      for (const [id, use] of writing) if (!uses.has(id)) uses.set(id, use);
      arm();
    }
  }
  const arm = () => {
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
  };
  return {
    note(apiKeyId, address, at) {
      uses.set(apiKeyId, { apiKeyId, at, address });
      arm();
    },
    flush,
    async stop() {
      await flush();
      clearTimeout(timer);
    },
  };
}
