import pg from "pg";
import type { Executor } from "./database";

/** NOTIFY's channel; the payload is an operation's id. */
const CHANNEL = "countersign_operation";
const RECONNECT_MS = 500;

/** Tells waiters in this process that an operation changed, whichever copy of the app changed it. */
export interface ChangeFeed {
  /** Calls `wake` at each change of the operation (`"*"`: of any); returns how to stop. May wake in vain. */
  watch(operationId: string, wake: () => void): () => void;
  /** True while changes arrive; waiters fall back on re-reading when it isn't. */
  readonly connected: boolean;
  close(): Promise<void>;
}

const NOTIFY = {
  name: "operation_notify",
  text: `SELECT pg_notify('${CHANNEL}', $1)::text AS told`,
};

/** Announces a change at the transaction's commit. It takes a global lock there: not for submissions. */
export async function announce(tx: Executor, operationId: string): Promise<void> {
  await tx.query(NOTIFY, [operationId]);
}

/** One LISTEN connection serves every waiter of the process. */
export function listenForChanges(url: string): ChangeFeed {
  const watchers = new Map<string, Set<() => void>>();
  let client: pg.Client | null = null;
  let connected = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const wake = (key: string) => watchers.get(key)?.forEach((callback) => callback());
  const wakeAll = () => [...watchers.keys()].forEach(wake);

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: "countersign-listen",
      keepAlive: true,
    });
    client = next;
    let lost = false;
    const lose = () => {
      if (lost || closed) return;
      lost = true;
      connected = false;
      next.end().catch(() => undefined);
      timer = setTimeout(() => void connect(), RECONNECT_MS);
    };
    next.on("error", lose);
    next.on("end", lose);
    next.on("notification", ({ payload }) => {
      if (payload) wake(payload);
      wake("*");
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANNEL}`);
      connected = true;
      wakeAll(); // whatever was announced while nobody listened
    } catch {
      lose();
    }
  }
  void connect();

  return {
    get connected() {
      return connected;
    },
    watch(operationId, callback) {
      const set = watchers.get(operationId) ?? new Set();
      watchers.set(operationId, set.add(callback));
      return () => {
        set.delete(callback);
        if (set.size === 0 && watchers.get(operationId) === set) watchers.delete(operationId);
      };
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      wakeAll();
      await client?.end().catch(() => undefined);
    },
  };
}
