/** Those who wait in long polls: each ends its wait when its caller goes away, all do when the process stops. */
export class Waiters {
  private readonly waits = new Set<AbortController>();

  constructor(private readonly stopping: AbortSignal) {
    stopping.addEventListener("abort", () => {
      for (const wait of this.waits) wait.abort();
    });
  }

  async hold<T>(gone: AbortSignal, wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const end = new AbortController();
    const abort = () => end.abort();
    if (gone.aborted || this.stopping.aborted) abort();
    gone.addEventListener("abort", abort);
    this.waits.add(end);
    try {
      return await wait(end.signal);
    } finally {
      this.waits.delete(end);
      gone.removeEventListener("abort", abort);
    }
  }
}
