import { PolicyDocumentSchema } from "@/lib/contract/policy";
import { DomainError } from "@/lib/core/error";
import type { Executor } from "@/lib/data/database";
import type { PolicyStanding } from "@/lib/data/policies";
import { findVersion } from "@/lib/data/policy-versions";
import { compilePolicy, UnusablePolicy, type Policy } from "@/lib/policy/evaluate";
import { namedGroups } from "@/lib/policy/named-groups";
import { missingVersion } from "./missing";

/**
 * A saved version, ready to be asked. It was read when it was saved; since then the program may have
 * changed what it takes. Errors: not_found, validation_failed (it can no longer be used).
 */
export async function openSaved(
  db: Executor,
  version: number,
  groups: PolicyStanding["groups"],
): Promise<{ policy: Policy; digest: string }> {
  const stored = await findVersion(db, version);
  if (!stored) throw missingVersion(version);
  const refuse = (why: string) =>
    new DomainError(
      "validation_failed",
      `Version ${version} can't be used: ${why} Save it anew, mended.`,
    );
  const parsed = PolicyDocumentSchema.safeParse(stored.document);
  if (!parsed.success) throw refuse("It can't be read.");
  const stranger = namedGroups(parsed.data).find(
    ({ slug }) => !groups.some((group) => group.slug === slug),
  );
  if (stranger) throw refuse(`No group "${stranger.slug}" is registered.`);
  try {
    return { policy: compilePolicy(version, parsed.data), digest: stored.digest };
  } catch (cause) {
    if (cause instanceof UnusablePolicy) throw refuse(cause.message);
    throw cause;
  }
}
