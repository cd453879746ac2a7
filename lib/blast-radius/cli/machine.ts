import type { Cli, CliRule } from "./cli";

export const LOCAL = { provider: null, reaches: null } as const;

/** It only looks. */
export const NOTHING = { does: [], targets: { only: "none" } } satisfies CliRule;

/** A program that only shows, and writes into a file only where an option names one. */
export const shows = (
  names: readonly string[],
  options: Omit<Cli, "names" | "commands" | "provider" | "reaches">,
  writes = "",
) =>
  ({
    names,
    ...LOCAL,
    ...options,
    commands: {
      "": {
        does: [],
        noun: "file",
        type: "file",
        targets: { by: writes || "-" },
        values: writes,
        ...(writes === "" ? {} : { when: [{ options: writes, does: ["overwrite"] }] }),
      },
    },
  }) satisfies Cli;
