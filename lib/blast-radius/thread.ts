import { once } from "node:events";
import path from "node:path";
import type { ResourceLimits, Worker } from "node:worker_threads";
import { clockMs } from "./patience";

/** Why there is no answer; never by the worker's own words. */
export type ThreadFault = "busy" | "timeout" | "too_large" | "unavailable";

export interface ThreadSettings {
  /** Of the one slot in this process. */
  readonly name: string;
  /** The worker's program, from the checkout's root. */
  readonly file: string;
  readonly limits: ResourceLimits;
  /** More that wait are told that it is busy. */
  readonly waitingMax: number;
  /** Who has waited longer when its turn comes is told the same. */
  readonly waitMsMax: number;
  /** Whether one that is given up is replaced at once, so that the next question doesn't wait for a start. */
  readonly spare: boolean;
}

interface Slot {
  thread: { readonly worker: Worker; readonly ready: Promise<unknown> } | null;
  waiting: number;
  turn: Promise<unknown>;
}

const START_MS_MAX = 10_000;

/**
 * A worker that answers one question after the other, in a thread of its own: what takes long holds up
 * neither the event loop nor, past its time, those who wait behind it. It says "ready" once, then one
 * message for each that it gets.
 */
export class Thread<Question, Answer extends object> {
  readonly #settings: ThreadSettings;
  readonly #slot: Slot;

  constructor(settings: ThreadSettings) {
    this.#settings = settings;
    // Next loads modules once per bundle: the process's one worker lives in this slot.
    const slots = globalThis as { [key: symbol]: Slot | undefined };
    this.#slot = slots[Symbol.for(`countersign.thread.${settings.name}`)] ??= {
      thread: null,
      waiting: 0,
      turn: Promise.resolve(),
    };
  }

  /** Never rejects. `msMax` is time of a core that is free. `isSpent` tells after which answer the worker is replaced. */
  ask(
    question: Question,
    msMax: number,
    isSpent: (answer: Answer) => boolean = () => false,
  ): Promise<Answer | { readonly fault: ThreadFault }> {
    const slot = this.#slot;
    if (slot.waiting >= this.#settings.waitingMax) return Promise.resolve({ fault: "busy" });
    slot.waiting++;
    const asked = performance.now();
    const turn = slot.turn
      .then(() =>
        performance.now() - asked > clockMs(this.#settings.waitMsMax)
          ? { fault: "busy" as const }
          : this.#work(question, msMax, isSpent),
      )
      .finally(() => slot.waiting--);
    // Whatever happens to one, the next has its turn.
    slot.turn = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves once the worker is there, or can't be; who asks is told of that. */
  async start(): Promise<void> {
    const { worker, ready } = (this.#slot.thread ??= this.#start());
    await ready.catch(() => undefined);
    worker.unref();
  }

  async #work(question: Question, msMax: number, isSpent: (answer: Answer) => boolean) {
    let worker: Worker;
    try {
      const thread = (this.#slot.thread ??= this.#start());
      worker = thread.worker;
      worker.ref();
      await thread.ready;
    } catch {
      if (this.#slot.thread) this.#discard(this.#slot.thread.worker);
      return { fault: "unavailable" as const };
    }
    const answer = await askWorker<Question, Answer>(worker, question, msMax);
    if ("fault" in answer || isSpent(answer)) this.#replace(worker);
    return answer;
  }

  #replace(worker: Worker): void {
    this.#discard(worker);
    if (!this.#settings.spare) return;
    const { worker: next, ready } = (this.#slot.thread ??= this.#start());
    // Who asks next is told of a start that fails; until then it keeps no process alive.
    ready.catch(() => undefined);
    next.unref();
  }

  #start(): NonNullable<Slot["thread"]> {
    const { file, limits: resourceLimits } = this.#settings;
    // Not imported: Next's bundler would make a bundle of the worker, in which the parsers' .wasm is lost.
    const threads = process.getBuiltinModule("node:worker_threads");
    // From the working directory, which is the checkout's root in all that runs here: a bundle's own place
    // says nothing of where the sources lie.
    const worker = new threads.Worker(path.resolve(file), {
      resourceLimits,
      env: {},
      argv: [],
      execArgv: [],
    });
    // An error that nobody listens for would end the process; who waits for an answer listens too.
    worker.on("error", () => this.#discard(worker)).on("exit", () => this.#discard(worker));
    return {
      worker,
      ready: once(worker, "message", { signal: AbortSignal.timeout(START_MS_MAX) }),
    };
  }

  #discard(worker: Worker): void {
    if (this.#slot.thread?.worker === worker) this.#slot.thread = null;
    void worker.terminate();
  }
}

function askWorker<Question, Answer extends object>(
  worker: Worker,
  question: Question,
  msMax: number,
): Promise<Answer | { readonly fault: ThreadFault }> {
  return new Promise((resolve) => {
    const settle = (answer: Answer | { readonly fault: ThreadFault }) => {
      clearTimeout(timer);
      worker.off("message", settle).off("error", failed).off("exit", failed);
      worker.unref();
      resolve(answer);
    };
    const failed = (error: unknown) => settle({ fault: faultOf(error) });
    const timer = setTimeout(() => settle({ fault: "timeout" }), clockMs(msMax));
    worker.on("message", settle).on("error", failed).on("exit", failed);
    worker.ref();
    worker.postMessage(question);
  });
}

const faultOf = (error: unknown): ThreadFault =>
  (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY"
    ? "too_large"
    : "unavailable";
