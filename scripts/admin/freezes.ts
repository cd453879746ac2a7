import { Option, type Command } from "commander";
import type { FreezeInput, FreezeView, Lift } from "@/lib/contract/freeze";
import { visibleText } from "@/lib/core/untrusted-text";
import { freeze } from "@/lib/services/freeze/freeze";
import { liftAsOperator } from "@/lib/services/freeze/lift";
import { listFreezes } from "@/lib/services/freeze/list";
import { parseDuration } from "../duration";
import { moment, table } from "../terminal";
import { runs } from "./command";

export function addFreezes(program: Command): void {
  const freezes = program
    .command("freezes")
    .description("emergency stops: while one holds, nothing is redeemed");

  runs(
    freezes.command("list").description("those that hold now"),
    () => ({}),
    listFreezes,
    showAll,
  );

  const start = freezes
    .command("start")
    .description("freeze an environment, or without one: everything")
    .argument("[slug]")
    .requiredOption("--reason <text>", "why; everybody will read it")
    .addOption(forOption("ends by itself after, such as 4h; else when it is lifted"));
  runs(
    start,
    (): FreezeInput => {
      const { reason, for: ends_in } = start.opts<{ reason: string; for?: number }>();
      return { ...scopeOf(start), reason, ends_in };
    },
    freeze,
    (one) => showAll([one]),
  );

  const lift = freezes
    .command("lift")
    .description("lift a freeze from the server itself, where no admin has a passkey left")
    .argument("[slug]")
    .addOption(forOption("not at once: let it end after, such as 30m"));
  runs(
    lift,
    (): Lift => ({ ...scopeOf(lift), ends_in: lift.opts<{ for?: number }>().for }),
    liftAsOperator,
    ({ lifted }) => `The freeze of ${lifted} is over, or ends when you said.`,
  );
}

const forOption = (description: string) =>
  new Option("--for <duration>", description).argParser(parseDuration);

function scopeOf(
  command: Command,
): { scope: "everything" } | { scope: "environment"; environment: string } {
  const [slug] = command.args;
  return slug === undefined ? { scope: "everything" } : { scope: "environment", environment: slug };
}

const showAll = (freezes: FreezeView[]): string =>
  freezes.length === 0
    ? "Nothing is frozen."
    : table(
        ["FROZEN", "SINCE", "UNTIL", "BY", "REASON"],
        freezes.map((one) => [
          one.environment?.slug ?? "everything",
          moment(one.since),
          one.until === null ? "it is lifted" : moment(one.until),
          visibleText(one.by),
          visibleText(one.reason),
        ]),
      );
