import type { Actor } from "@/lib/core/actor";
import { DomainError } from "@/lib/core/error";
import { contextFor, type ServiceContext } from "@/lib/services/context";
import { openBase } from "../seed";
import { VERBS, type Answer, type Call } from "./verbs";

/** A process of its own, as a copy of the app is: with the others it shares the database, and nothing else. */
const base = openBase(process.argv[2] ?? "", 10);

process.on("message", (call: Call) => void answer(call).then((said) => process.send?.(said)));
process.once("disconnect", () => process.exit());
process.send?.("ready");

async function answer({ id, verb, actor, input }: Call): Promise<Answer> {
  const run = VERBS[verb] as (ctx: ServiceContext, input: unknown) => Promise<unknown>;
  try {
    return { id, value: await run(contextFor(base, actor as Actor), input) };
  } catch (error) {
    if (error instanceof DomainError) return { id, refused: error.code, detail: error.message };
    return { id, broke: error instanceof Error ? `${error.stack}` : String(error) };
  }
}
