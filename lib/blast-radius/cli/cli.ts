import type { EffectKind } from "@/lib/core/impact";
import type { Effect, Unknown } from "../findings";
import type { LostCopy, Taken, Undo } from "../deeds/deed";
import type { UndoWindow } from "../undo-window";

/**
 * What a command-line program does by its arguments. Data only: a new program is a new file here and a
 * line in find.ts. Lists of options are texts, split at spaces: `-f --force`. What isn't listed here is
 * unknown, and unknown is never harmless.
 */
export interface Cli {
  /** What it is called by; the first is shown. */
  readonly names: readonly string[];
  /** First segment of the types of what it acts on; null: it acts on the machine that runs it. */
  readonly provider: string | null;
  /** Options of every subcommand: those without a value, and those that take the next word. */
  readonly flags?: string;
  readonly values?: string;
  /** Those that take a value only where it is attached: `-psecret`, `-i.bak`. */
  readonly attached?: string;
  /** `-name` is one long option, never `-n -a -m -e`. */
  readonly singleDash?: true;
  /** Words that look like options and aren't known can do no harm, as for `echo`. */
  readonly anyOption?: true;
  /** Options that make it run what a file or a value says, whatever the subcommand. */
  readonly unsureWith?: string;
  /** Nearly all of its many options take a value: one that isn't known is read so. */
  readonly optionsTakeValues?: true;
  /** With one of these, and nothing else, it says which version it is. */
  readonly alone?: string;
  /** Its operand says where to connect to. */
  readonly connects?: true;
  /** With one of these, wherever it stands, it only explains itself. */
  readonly helps?: string;
  /** Where it acts when its own options don't say; null: on the machine that runs it. */
  readonly reaches: string | null;
  /** Options that name where it acts. */
  readonly environment?: string;
  /** By subcommand, `volume rm`; the longest that fits counts. `""`: no subcommand. */
  readonly commands: Readonly<Record<string, CliRule>>;
}

export interface CliRule {
  /** Only where nothing follows it: with more words it is a group of commands. */
  readonly bare?: true;
  /** Whatever its options; empty where it only reads or adds. */
  readonly does: readonly EffectKind[];
  readonly technique?: Effect["technique"];
  readonly noun?: string;
  readonly type?: string;
  readonly flags?: string;
  readonly values?: string;
  /** It only reads, and its documentation knows no option that makes it write, send or run anything. */
  readonly anyOption?: true;
  /** What of its arguments it acts on; all operands where nothing else is said. */
  readonly targets?: Targets;
  /** The target may be a folder, a selection: more than what is named. */
  readonly deep?: true;
  readonly stateful?: boolean | null;
  readonly undo?: Undo;
  /** How long it can be undone, by an option's value. */
  readonly window?: UndoWindow;
  readonly takes?: readonly Taken[];
  readonly recoveryPoints?: readonly LostCopy[];
  readonly unknowns?: readonly Unknown[];
  readonly when?: readonly Variant[];
  /** With one of these it only says what it would do; `--dry-run=client` where the value matters. */
  readonly dry?: string;
  /** It does something that its arguments don't tell: why. */
  readonly unsure?: string;
  readonly hand?: Hand;
  /** It sends what it reads to the other side of a connection. */
  readonly sends?: true;
  /**
   * A program with hundreds of commands that say in words what they do: `compute instances delete`. Those
   * words decide; with `cloud`, `list`, `show` and `describe` only read, and with `strict` nothing is
   * taken for harmless.
   */
  readonly words?: "cloud" | "strict";
  /** Its `create` fails where the name is taken: it never changes what is there. */
  readonly creates?: true;
}

export type Targets =
  | { readonly skip: number }
  | { readonly only: "last" | "first" | "none" }
  /** Its first group is the id; operands that don't fit are no targets. */
  | { readonly pick: RegExp }
  /** The values of these options. */
  | { readonly by: string }
  /** Named by the rule, since the arguments name nothing. */
  | { readonly always: string }
  /** `pod web`, `pod/web`: Kubernetes names a type and then names. */
  | { readonly kinds: true };

/** What changes with an option or an operand. */
export interface Variant extends Partial<
  Pick<
    CliRule,
    | "noun"
    | "type"
    | "targets"
    | "stateful"
    | "undo"
    | "takes"
    | "recoveryPoints"
    | "unknowns"
    | "unsure"
    | "technique"
    | "deep"
  >
> {
  /** One of these is given, and isn't `=false`. */
  readonly options?: string;
  /** What the value of such an option holds. */
  readonly value?: RegExp;
  /** A value of such an option isn't of this form. */
  readonly valueUnlike?: RegExp;
  readonly operand?: RegExp;
  /** All operands are, and there is one. */
  readonly everyOperand?: RegExp;
  /** The first operand isn't of this form. */
  readonly firstUnlike?: RegExp;
  /** So many operands are given, or more. */
  readonly operandsMin?: number;
  /** Something stands after `--`. */
  readonly afterDashes?: true;
  /** None of these is given. */
  readonly without?: string;
  /** Added to what the rule does, or with `instead` in its place. */
  readonly does: readonly EffectKind[];
  readonly instead?: true;
}

/** What another analyzer reads, and where in the arguments it stands. */
export type Hand =
  | {
      readonly to: "sql";
      readonly dialect: "postgresql" | "mysql";
      readonly text: string;
      /** Options that name a file with more of it. */
      readonly files: string;
      readonly stdin: boolean;
      /** The operand that holds SQL, counted from 0. */
      readonly operand?: number;
      /** Its own commands that only show: a text that is one of them holds no statement. */
      readonly own?: RegExp;
    }
  | { readonly to: "http"; readonly form: "curl" | "wget" | "httpie" | "gh" }
  | {
      readonly to: "kubernetes";
      readonly verb: "apply" | "create" | "delete" | "replace";
      readonly files: string;
    }
  | { readonly to: "aws" };

/** Subcommands that only read, whatever option they are given. */
export const reads = (subcommands: string): Record<string, CliRule> =>
  each(subcommands, { does: [], targets: { only: "none" }, anyOption: true });

/** Subcommands that only read or add, with the options that are known not to change that. */
export const harmless = (
  subcommands: string,
  options: Pick<CliRule, "flags" | "values" | "when"> = {},
): Record<string, CliRule> =>
  Object.fromEntries(
    subcommands
      .split(",")
      .map((name) => [name.trim(), { does: [], targets: { only: "none" }, ...options }]),
  );

/** Subcommands that only add: what is there already stays as it is, or makes them fail. */
export const adds = (subcommands: string, rule: Omit<CliRule, "does">): Record<string, CliRule> =>
  each(subcommands, { does: ["create"], ...rule });

/** One rule for several subcommands. */
export const each = (subcommands: string, rule: CliRule): Record<string, CliRule> =>
  Object.fromEntries(subcommands.split(",").map((name) => [name.trim(), rule]));

export const GONE: Undo = {
  value: "irreversible",
  because: "What it deletes goes to no bin: nothing brings it back but a copy elsewhere.",
  disputed: false,
};
export const ADDED: Undo = {
  value: "reversible",
  because: "It only adds: what it adds can be removed again.",
  disputed: false,
};
export const BACK_ON: Undo = {
  value: "reversible",
  because: "What it stops can be started again; the time between is lost.",
  disputed: false,
};
