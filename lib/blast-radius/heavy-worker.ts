import { parentPort } from "node:worker_threads";
import { HEAVY, type Answer, type Question } from "./heavy";
import { startParser } from "./sql/parser-thread";

/** Bundled to dist/ as a program of its own; see heavy.ts. What an error says stays here: it may quote. */
async function answer({ name, input }: Question): Promise<Answer> {
  try {
    const run: (...given: never[]) => unknown = HEAVY[name];
    return { output: await run(...(input as unknown as never[])) };
  } catch {
    return { failed: true };
  }
}

parentPort?.on("message", (question: Question) => {
  void answer(question).then((reply) => parentPort?.postMessage(reply));
});
// What reads SQL is a thread of this one's own: its start isn't the first script's time.
await startParser();
parentPort?.postMessage("ready");
