/** Each holds a connection and a query's memory on somebody's server: more aren't measured at once. */
export const MEASUREMENTS_MAX = 8;
/** So that one slow database, however much is asked of it, leaves turns for the others. */
export const MEASUREMENTS_PER_DATABASE_MAX = 2;

/** Who comes when so many wait already is told at once. */
const WAITING_MAX = 64;

export interface Turn {
  end(): void;
}

interface Waiting {
  readonly database: string;
  readonly begin: () => void;
}

/** Next loads modules once per bundle: the process's one count lives in this slot. */
const SLOT = Symbol.for("countersign.measurements");
const slots = globalThis as { [SLOT]?: { running: string[]; waiting: Waiting[] } };
const slot = (slots[SLOT] ??= { running: [], waiting: [] });

/** A turn to measure in a database, in the order of asking; null where none comes free within `ms`. */
export function takeTurn(database: string, ms: number): Promise<Turn | null> {
  if (isFree(database)) return Promise.resolve(begin(database));
  if (slot.waiting.length >= WAITING_MAX) return Promise.resolve(null);
  return new Promise((resolve) => {
    const waiting: Waiting = {
      database,
      begin() {
        clearTimeout(timer);
        resolve(begin(database));
      },
    };
    const timer = setTimeout(() => {
      slot.waiting.splice(slot.waiting.indexOf(waiting), 1);
      resolve(null);
    }, ms);
    slot.waiting.push(waiting);
  });
}

const isFree = (database: string): boolean =>
  slot.running.length < MEASUREMENTS_MAX &&
  slot.running.filter((one) => one === database).length < MEASUREMENTS_PER_DATABASE_MAX;

function begin(database: string): Turn {
  slot.running.push(database);
  let ended = false;
  return {
    end() {
      if (ended) return;
      ended = true;
      slot.running.splice(slot.running.indexOf(database), 1);
      const next = slot.waiting.findIndex((one) => isFree(one.database));
      if (next !== -1) slot.waiting.splice(next, 1)[0]?.begin();
    },
  };
}
