import type { GivenPolicy } from "@/lib/contract/policy-version";
import type { PolicyFault } from "@/lib/contract/policy";
import { DomainError } from "@/lib/core/error";
import { readPolicy, type ReadPolicy } from "@/lib/policy/read";

const FAULTS_SAID_MAX = 32;

/** What a caller gave as the policy's text: as they wrote it, or their document as JSON. */
export const sourceOf = ({ source, document }: GivenPolicy): string =>
  source ?? `${JSON.stringify(document, null, 2)}\n`;

/** Reads it against the groups that are registered. */
export const readGiven = (source: string, groups: readonly { slug: string }[]): ReadPolicy =>
  readPolicy(source, new Set(groups.map(({ slug }) => slug)));

/** Errors: validation_failed, with each fault and where it stands. */
export function policyRefused(faults: readonly PolicyFault[], given: GivenPolicy): DomainError {
  const said = faults.slice(0, FAULTS_SAID_MAX).map(({ pointer, line, column, detail }) => ({
    pointer: given.source === undefined ? `/document${pointer}` : "/source",
    detail: `Line ${line}, column ${column}: ${detail}`,
  }));
  const more = faults.length - 1;
  return new DomainError(
    "validation_failed",
    `This policy can't be used. ${said[0]?.detail ?? ""}${more > 0 ? ` And ${more} more.` : ""}`,
    { errors: said },
  );
}
