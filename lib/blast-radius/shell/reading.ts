import type { Artifact } from "@/lib/contract/operation";
import { ASK_THE_AGENT, PLAIN_DEED, type Deed } from "../deeds/deed";
import { COMMANDS_MAX, DEPTH_MAX, HANDED_MAX } from "./limits";
import type { Unknown } from "../findings";
import type { Input } from "./walk";
import type { Argument } from "./word";

/** Text in a command that another analyzer reads. */
export interface Handed {
  readonly artifact: Artifact;
  readonly params: Readonly<Record<string, unknown>>;
  /** It may not run, or run often. */
  readonly conditional: boolean;
}

/** An AWS action, whose access level a table knows. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  /** What it is, once its effects are known. */
  readonly deed: Deed;
  /** An operand after service and operation: a file that it writes. */
  readonly output: string | null;
}

/** Where a command stands. */
export interface Setting {
  readonly depth: number;
  readonly input: Input;
  readonly conditional: boolean;
  readonly functions: ReadonlySet<string>;
  /** The host, container or the like that it runs on; null: where the script runs. */
  readonly place: string | null;
}

/** How scripts and commands are read; given from outside, since each leads to the other. */
export interface Readers {
  readonly script: (script: Argument, setting: Setting, reading: Reading) => void;
  readonly command: (words: readonly Argument[], setting: Setting, reading: Reading) => void;
}

/** What has been found so far in one artifact. */
export class Reading {
  readonly #readers: Readers;
  readonly deeds: Deed[] = [];
  /** Of commands that do nothing themselves, but hand something on. */
  readonly questions: Unknown[] = [];
  readonly #handed: Handed[] = [];
  readonly #aws: AwsCall[] = [];
  #commandsLeft = COMMANDS_MAX;

  constructor(readers: Readers) {
    this.#readers = readers;
  }

  runScript(script: Argument, setting: Setting) {
    if (setting.depth > DEPTH_MAX) return this.add(TOO_DEEP, setting);
    this.#readers.script(script, setting, this);
  }

  runCommand(words: readonly Argument[], setting: Setting) {
    if (setting.depth > DEPTH_MAX) return this.add(TOO_DEEP, setting);
    this.#readers.command(words, setting, this);
  }

  /** How much is known to do more than add; what is handed on may turn out to do nothing. */
  get alarms(): number {
    return this.deeds.filter(({ effects }) => effects.some((kind) => kind !== "create")).length;
  }

  get handed(): readonly Handed[] {
    return this.#handed;
  }

  get aws(): readonly AwsCall[] {
    return this.#aws;
  }

  handOn(text: Omit<Handed, "conditional">, setting: Setting) {
    const { conditional } = setting;
    if (this.#handed.length < HANDED_MAX) this.#handed.push({ ...text, conditional });
    else this.add(TOO_MANY, setting);
  }

  callAws(call: AwsCall, setting: Setting) {
    if (this.#aws.length < HANDED_MAX) this.#aws.push(call);
    else this.add(TOO_MANY, setting);
  }

  /** False once there are too many; said once. */
  takesCommand(): boolean {
    this.#commandsLeft--;
    if (this.#commandsLeft === -1)
      this.deeds.push(
        unknownDeed("the rest of the script", {
          what: "What does the rest of the script do?",
          why: `It holds more than ${COMMANDS_MAX} commands; the rest isn't read.`,
        }),
      );
    return this.#commandsLeft >= 0;
  }

  add(deed: Deed, { conditional }: Setting) {
    this.deeds.push(conditional ? { ...deed, conditional } : deed);
  }
}

/** Something that runs, of which nobody can say what it does. */
export const unknownDeed = (
  by: string,
  open: { what: string; why: string; resolve?: string },
): Deed => ({
  ...PLAIN_DEED,
  by,
  effects: ["unknown"],
  noun: "something",
  more: true,
  unknowns: [{ resolve: ASK_THE_AGENT, ...open }],
});

const TOO_MANY = unknownDeed("a request or statement", {
  what: "What do the rest of its requests and statements do?",
  why: `It makes more than ${HANDED_MAX}; the rest aren't read.`,
});

const TOO_DEEP = unknownDeed("a command in a command", {
  what: "What does the innermost command do?",
  why: `Commands are nested more than ${DEPTH_MAX} deep.`,
});
