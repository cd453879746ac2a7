import type { Argument } from "./word";

/** Which options a command line knows. */
export interface OptionTable {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  readonly attached: ReadonlySet<string>;
  /** `-name` is one long option. */
  readonly singleDash: boolean;
  /** The first operand ends the options: what follows is another command. */
  readonly stopAtOperand: boolean;
  /** How to read an option that isn't known: the next word may be its value, or not. */
  readonly strangeTakesValue: boolean;
}

export interface ReadArguments {
  /** By name as the table has it; the value, or null for a flag. */
  readonly options: readonly { readonly name: string; readonly value: Argument | null }[];
  readonly operands: readonly Argument[];
  /** Options that the table doesn't know, by name. */
  readonly strange: readonly string[];
  /** How many of the operands stood before `--`; null: there was none. */
  readonly beforeDashes: number | null;
}

const splitList = (list: string | undefined) => (list ?? "").split(" ").filter(Boolean);

export function optionTable(
  sources: readonly {
    readonly flags?: string;
    readonly values?: string;
    readonly attached?: string;
  }[],
  how: Partial<Pick<OptionTable, "singleDash" | "stopAtOperand" | "strangeTakesValue">> = {},
): OptionTable {
  const flags = new Set<string>();
  const values = new Set<string>();
  const attached = new Set<string>();
  // A subcommand's own meaning of `-f` takes the place of the program's.
  for (const source of sources) {
    for (const name of splitList(source.flags)) {
      values.delete(name);
      flags.add(name);
    }
    for (const name of splitList(source.attached)) attached.add(name);
    for (const name of splitList(source.values)) {
      flags.delete(name);
      values.add(name);
    }
  }
  return {
    flags,
    values,
    attached,
    singleDash: false,
    stopAtOperand: false,
    strangeTakesValue: false,
    ...how,
  };
}

/** Splits arguments into options and operands: `--name=value`, `-abc`, `-nvalue`, `--`. */
export function readArguments(args: readonly Argument[], table: OptionTable): ReadArguments {
  const options: { name: string; value: Argument | null }[] = [];
  const operands: Argument[] = [];
  const strange: string[] = [];
  let beforeDashes: number | null = null;
  let i = 0;
  const next = () => args[++i] ?? null;
  const addStrange = (name: string) => {
    strange.push(name);
    const following = args[i + 1];
    const value =
      table.strangeTakesValue && following && !following.text.startsWith("-") ? next() : null;
    options.push({ name, value });
  };
  for (; i < args.length; i++) {
    const argument = args[i];
    if (!argument) break;
    const { text } = argument;
    const isOption = /^-./.test(text) && !(argument.loose && text.startsWith("$"));
    if (beforeDashes !== null || !isOption) {
      operands.push(argument);
      if (table.stopAtOperand && beforeDashes === null) {
        operands.push(...args.slice(i + 1));
        break;
      }
    } else if (text === "--") beforeDashes = operands.length;
    else if (text.startsWith("--") || table.singleDash) readLong(argument);
    else readShort(argument);
  }
  return { options, operands, strange, beforeDashes };

  function readLong(argument: Argument) {
    const [written = "", ...rest] = argument.text.split("=");
    const name = knownName(written, table);
    const given = rest.length > 0 ? { ...argument, text: rest.join("=") } : null;
    if (name === null) {
      if (given) {
        strange.push(written);
        options.push({ name: written, value: given });
      } else addStrange(written);
    } else if (name !== written) {
      // What it shortens may as well be an option that isn't listed.
      strange.push(written);
      options.push({ name, value: given ?? (table.values.has(name) ? next() : null) });
    } else if (given) options.push({ name, value: given });
    else options.push({ name, value: table.values.has(name) ? next() : null });
  }

  function readShort(argument: Argument) {
    const letters = argument.text.slice(1);
    // `-name` of a program that has both forms, and `-15`.
    if (table.flags.has(argument.text))
      return void options.push({ name: argument.text, value: null });
    if (letters.length > 1 && table.values.has(argument.text))
      return void options.push({ name: argument.text, value: next() });
    if (/^\d+$/.test(letters) && table.flags.has("-#"))
      return void options.push({ name: "-#", value: { ...argument, text: letters } });
    for (let at = 0; at < letters.length; at++) {
      const name = `-${letters[at]}`;
      const rest = letters.slice(at + 1);
      if (table.attached.has(name)) {
        const value = rest === "" ? null : { ...argument, text: rest };
        return void options.push({ name, value });
      }
      if (table.values.has(name)) {
        const value = rest === "" ? next() : { ...argument, text: rest.replace(/^=/, "") };
        return void options.push({ name, value });
      }
      if (table.flags.has(name)) {
        // `-f=true`, and `-s=no`, which turns it off.
        const isSet = rest.startsWith("=");
        options.push({ name, value: isSet ? { ...argument, text: rest.slice(1) } : null });
        if (isSet) return;
      } else if (rest === "") addStrange(name);
      else {
        strange.push(name);
        options.push({ name, value: null });
      }
    }
  }
}

/** As the table has it; `--forc` is `--force` where nothing else begins so. */
function knownName(written: string, { flags, values }: OptionTable): string | null {
  if (flags.has(written) || values.has(written)) return written;
  if (!written.startsWith("--") || written.length < 4) return null;
  const fits = [...flags, ...values].filter((name) => name.startsWith(written));
  return fits.length === 1 ? (fits[0] ?? null) : null;
}
