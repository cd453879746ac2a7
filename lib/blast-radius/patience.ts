import os from "node:os";

/** A machine that is more overloaded than this is too slow for anybody. */
const FACTOR_MAX = 3;

/**
 * So many milliseconds of a core's time, as time on the clock of a machine this busy: what waits for a core
 * isn't hostile, and mustn't come out as if it were. On one with cores to spare both are the same.
 */
export function clockMs(ms: number, load = os.loadavg()[0] ?? 0): number {
  return ms * Math.min(FACTOR_MAX, Math.max(1, load / os.availableParallelism()));
}
