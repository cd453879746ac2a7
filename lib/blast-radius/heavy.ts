import { analyze } from "./analyzers/analyze";
import { planDiff } from "./plans/diff";
import { redactSubmission } from "./redact-submission";
import { Thread, type ThreadFault } from "./thread";

/** What takes long for a large artifact. All of it is pure, of plain data to plain data. */
export const HEAVY = { analyze, planDiff, redactSubmission };
type Heavy = typeof HEAVY;

export interface Question {
  readonly name: keyof Heavy;
  readonly input: readonly unknown[];
}
export type Answer = { readonly output: unknown } | { readonly failed: true };

/** What a shorter artifact takes, nobody else notices; most are shorter by far. */
const INLINE_CHARS_MAX = 4 * 1024;
/** Ten times what the largest plan takes on an idle core: past it, something is made to take long. */
const MS_MAX = 4_000;

const thread = new Thread<Question, Answer>({
  name: "heavy",
  file: "dist/heavy-worker.js",
  // Five megabytes of JSON make up to two hundred of objects.
  limits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  // Each may take its whole time; who would wait longer than a minute is told so at once.
  waitingMax: 16,
});

/** There was no answer in its bounds of time and memory, or the thread wasn't there to ask. */
export class Unanswered extends Error {
  override readonly name = "Unanswered";
  constructor(readonly fault: ThreadFault) {
    super(`no answer: ${fault}`);
  }
}

/**
 * Works one of them out for an artifact of so many characters: here while it is short, else in a thread
 * of its own, so that no artifact holds up the answers to others. Throws Unanswered.
 */
export async function work<Name extends keyof Heavy>(
  name: Name,
  chars: number,
  ...input: Parameters<Heavy[Name]>
): Promise<Awaited<ReturnType<Heavy[Name]>>> {
  type Output = Awaited<ReturnType<Heavy[Name]>>;
  if (chars <= INLINE_CHARS_MAX) {
    const here: (...given: never[]) => unknown = HEAVY[name];
    return (await here(...(input as unknown as never[]))) as Output;
  }
  const answer = await thread.ask({ name, input }, MS_MAX);
  if ("fault" in answer) throw new Unanswered(answer.fault);
  if ("failed" in answer) throw new Error(`${name} failed in its thread`);
  return answer.output as Output;
}
