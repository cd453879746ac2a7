import type { Undo } from "./deeds/deed";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a provider keeps what one call deletes, where the call's own parameters decide it. */
export interface UndoWindow {
  /** What is kept, as a sentence begins. */
  readonly what: string;
  /** Days, within `min` and `max`; left out, `usual` holds. */
  readonly parameter: string;
  readonly min: number;
  readonly max: number;
  readonly usual: number;
  /** With this one nothing is kept. */
  readonly atOnce?: string;
  /** How it is brought back. */
  readonly by: string;
}

/** By IAM's name of the call. Source: AWS's API references of the three services. */
export const AWS_WINDOWS = {
  "kms:ScheduleKeyDeletion": {
    what: "The key",
    parameter: "PendingWindowInDays",
    min: 7,
    max: 30,
    usual: 30,
    by: "CancelKeyDeletion",
  },
  "secretsmanager:DeleteSecret": {
    what: "The secret",
    parameter: "RecoveryWindowInDays",
    min: 7,
    max: 30,
    usual: 30,
    atOnce: "ForceDeleteWithoutRecovery",
    by: "RestoreSecret",
  },
  "acm-pca:DeleteCertificateAuthority": {
    what: "The certificate authority",
    parameter: "PermanentDeletionTimeInDays",
    min: 7,
    max: 30,
    usual: 30,
    by: "RestoreCertificateAuthority",
  },
} as const satisfies Record<string, UndoWindow>;

export const windowOf = (call: string): UndoWindow | null =>
  Object.entries<UndoWindow>(AWS_WINDOWS).find(([name]) => name === call)?.[1] ?? null;

/** What a call says of a parameter: undefined where it says nothing; null where it can't be read. */
export type Parameter = (name: string) => unknown;

/** Whether a call's deletion can be undone, and for how long. */
export function undoWithin(window: UndoWindow, parameter: Parameter): Undo {
  const { what, min, max, usual, by } = window;
  // Null stays: what can't be read may be on.
  const given = window.atOnce === undefined ? undefined : parameter(window.atOnce);
  const atOnce = given === undefined ? false : given;
  if (atOnce === true)
    return {
      value: "irreversible",
      because: `${what} goes at once: ${window.atOnce} is on.`,
      disputed: false,
    };
  const said = parameter(window.parameter);
  const days = said === undefined ? usual : Number(said === null || said === "" ? NaN : said);
  if (atOnce !== false || !Number.isInteger(days) || days < min || days > max)
    return {
      value: "unknown",
      because: `How long ${what.toLowerCase()} is kept can't be read from the call.`,
      disputed: false,
    };
  return {
    value: "soft_delete_window",
    because: `${what} is kept for ${days} days, in which ${by} brings it back; nothing can use it meanwhile.`,
    disputed: false,
    days,
  };
}

/** The end of a window that begins now: later, where it runs later. */
export const untilOf = (days: number | undefined, now: Date): string | null =>
  days === undefined ? null : new Date(now.getTime() + days * DAY_MS).toISOString();
