import { fork } from "node:child_process";
import { once } from "node:events";
import { DomainError, type ErrorCode } from "@/lib/core/error";
import type { ActorFor, Answer, AnswerOf, Call, InputOf, Verb } from "./verbs";

/** The services in a process of their own. */
export interface Copy {
  readonly pid: number;
  /** Refusals come as the DomainError that they were there. */
  call<V extends Verb>(
    verb: V,
    as: { actor: ActorFor<V> },
    input: InputOf<V>,
  ): Promise<AnswerOf<V>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** Of `dist/race-copy.js`, on a seeded database. */
export async function startCopy(databaseUrl: string): Promise<Copy> {
  const child = fork("dist/race-copy.js", [databaseUrl], { serialization: "advanced" });
  const exited = once(child, "exit");
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  await Promise.race([
    once(child, "message"),
    exited.then(() => Promise.reject(new Error("a copy ended before it was ready"))),
  ]);
  child.on("message", (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.id) as Waiting;
    waiting.delete(answer.id);
    if ("value" in answer) resolve(answer.value as never);
    else if ("refused" in answer)
      reject(new DomainError(answer.refused as ErrorCode, answer.detail));
    else reject(new Error(answer.broke));
  });
  child.once("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("a copy ended in the race"));
  });
  return {
    pid: child.pid ?? NaN,
    call: (verb, { actor }, input) =>
      new Promise((resolve, reject) => {
        const call: Call = { id: ++calls, verb, actor, input };
        waiting.set(call.id, { resolve, reject });
        child.send(call);
      }),
    async close() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
