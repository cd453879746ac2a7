/**
 * Next calls this once per process. Nothing may throw here: it would answer 500 for ever. So the
 * runtime isn't started here but on first use, where a failure is one request's.
 */
export function register(): void {}
