/** Aborted when a command is asked to end: what it is waiting for or has under way, it drops. */
export const stopping = new AbortController();
