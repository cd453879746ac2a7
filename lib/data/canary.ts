/**
 * Whether an operation is a canary's, as may be told: not before it is decided, or its time is over. What
 * leads to a reviewer asks by this alone. `o`: an operations row; `a`: its agent's.
 */
export const isToldCanary = (o: string, a: string) =>
  `(${a}.canary AND (${o}.status <> 'pending' OR ${o}.expires_at <= clock_timestamp()))`;
