import os from "node:os";
import { InvalidArgumentError, type Command } from "commander";
import type { ActorOf } from "@/lib/core/actor";
import { DomainError, type FieldError } from "@/lib/core/error";
import { visibleText } from "@/lib/core/untrusted-text";
import { env } from "@/lib/env";
import { connectServices, disconnectServices } from "@/lib/runtime";
import { recordCommand } from "@/lib/services/audit/record-command";
import { contextFor, type ServiceContext } from "@/lib/services/context";

export type OperatorContext = ServiceContext<ActorOf<"operator">>;

export const EXIT = { failed: 1, misused: 2, refused: 3 } as const;

/** The operator of this machine, with the services connected for as long as `work` takes. */
export async function asOperator<T>(work: (ctx: OperatorContext) => Promise<T>): Promise<T> {
  const base = connectServices(env());
  try {
    return await work(contextFor(base, { kind: "operator", login: os.userInfo().username }));
  } finally {
    await disconnectServices(base);
  }
}

/**
 * Gives a command its action: the use is logged, then `work` runs as the operator, and its value is
 * printed, by `show` or as JSON. `given` is what was asked, as the log will have it.
 */
export function runs<Given extends object, T>(
  command: Command,
  read: () => Given,
  work: (ctx: OperatorContext, given: Given) => Promise<T>,
  show: (value: T) => string,
): void {
  command.action(async () => {
    const given = read();
    const value = await asOperator(async (ctx) => {
      await recordCommand(ctx, { command: pathOf(command), given });
      return work(ctx, given);
    });
    const { json } = command.optsWithGlobals<{ json?: true }>();
    process.stdout.write(`${json ? JSON.stringify(value, null, 2) : show(value)}\n`);
  });
}

/** `keys issue agent`. */
function pathOf(command: Command): string {
  const parent = command.parent;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

/** Says what went wrong on standard error, and answers the exit code for it. */
export function report(error: unknown, asJson: boolean): number {
  if (!(error instanceof DomainError)) {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return EXIT.failed;
  }
  const { code, detail, extra } = error;
  process.stderr.write(
    asJson
      ? `${JSON.stringify({ error: { code, detail, ...extra } })}\n`
      : `error: ${[detail, ...further(extra.errors ?? [])].join("\n  ")}\n`,
  );
  return EXIT.refused;
}

/** Each fault where there are several; one alone is in the sentence already. */
const further = (errors: readonly FieldError[]): string[] =>
  errors.length < 2
    ? []
    : errors.map(({ pointer, detail }) =>
        visibleText(pointer === "/csv" ? detail : `${pointer}: ${detail}`),
      );

export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Give a whole number.");
  return Number(text);
}

/** For an option that may be repeated, and hold several values with commas between. */
export const collect = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  ...text.split(",").map((part) => part.trim()),
];
