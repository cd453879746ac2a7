import type { EffectKind } from "@/lib/core/impact";
import type { Cli, CliRule, Variant } from "../cli/cli";
import type { ReadArguments } from "./options";
import type { Argument } from "./word";

/** A command line, by the program's grammar. */
export interface Judged {
  readonly cli: Cli;
  /** The subcommand as the grammar has it. */
  readonly name: string;
  readonly rule: CliRule;
  readonly read: ReadArguments;
  /** Operands after the subcommand's words. */
  readonly operands: readonly Argument[];
  readonly variants: readonly Variant[];
  /** It only says what it would do. */
  readonly dry: boolean;
  readonly effects: readonly EffectKind[];
  readonly label: string;
}
