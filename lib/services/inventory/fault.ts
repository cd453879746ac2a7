import { DomainError, type FieldError } from "@/lib/core/error";

const FAULTS_MAX = 100;

/** Says of a part of an import what is wrong with it: by pointer, or by line and column of a file. */
export type Fault = (path: readonly PropertyKey[], detail: string) => FieldError;

/** All that is wrong with an import, of which nothing was stored. */
export function importRefused(faults: readonly FieldError[]): DomainError {
  const more = faults.length - 1;
  return new DomainError(
    "validation_failed",
    `Nothing was imported. ${faults[0]?.detail ?? ""}${more > 0 ? ` And ${more} more ${more === 1 ? "fault" : "faults"}.` : ""}`,
    { errors: faults.slice(0, FAULTS_MAX) },
  );
}
