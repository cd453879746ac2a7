import { read } from "./analyzers/analyze";
import { planDiff } from "./plans/diff";
import { withContent } from "./plans/with-content";
import { Thread, type ThreadFault } from "./thread";

/** What takes long for a large artifact. All of it is pure, of plain data to plain data. */
export const HEAVY = { read, planDiff, withContent };
type Heavy = typeof HEAVY;

export interface Question {
  readonly name: keyof Heavy;
  readonly input: readonly unknown[];
}
export type Answer = { readonly output: unknown } | { readonly failed: true };

/** What a shorter artifact takes, nobody else notices; most are shorter by far. */
const INLINE_CHARS_MAX = 4 * 1024;
/** Who asked is answered within 2 s, on a machine that has cores to spare. Six times what a plan of 20,000 resources takes on an idle core. */
export const READ_MS_MAX = 1_500;

const thread = new Thread<Question, Answer>({
  name: "heavy",
  file: "dist/heavy-worker.js",
  // Five megabytes of JSON make up to two hundred of objects.
  limits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 },
  waitingMax: 16,
  // Of those before, one or two may take their whole time.
  waitMsMax: 2_000,
  spare: true,
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
  const answer = await thread.ask({ name, input }, READ_MS_MAX);
  if ("fault" in answer) throw new Unanswered(answer.fault);
  if ("failed" in answer) throw new Error(`${name} failed in its thread`);
  return answer.output as Output;
}
