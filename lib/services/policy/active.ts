import { LRUCache } from "lru-cache";
import { PolicyDocumentSchema } from "@/lib/contract/policy";
import { DomainError } from "@/lib/core/error";
import type { EnvironmentKind } from "@/lib/core/operation";
import type { Executor } from "@/lib/data/database";
import { findPolicyDocument, type PolicyStanding } from "@/lib/data/policies";
import type { DemandingEnvironment } from "@/lib/policy/demand";
import {
  compilePolicy,
  evaluatePolicy,
  NO_POLICY,
  UnusablePolicy,
  type Policy,
  type Ruling,
} from "@/lib/policy/evaluate";
import type { PolicySubject } from "@/lib/policy/facts";
import type { GroupLookup } from "@/lib/policy/strictest";

/** A version never changes, so what was made of it holds for as long as the process lives. */
const compiled = new LRUCache<string, Policy>({ max: 20 });

/** The active policy, ready to be asked. Throws UnusablePolicy where nothing can be judged by it. */
export async function policyOf(db: Executor, standing: PolicyStanding | null): Promise<Policy> {
  if (!standing) throw new UnusablePolicy("The installation's row is missing.");
  const { active } = standing;
  if (active === null) return NO_POLICY;
  const key = `${active.version} ${active.digest}`;
  const known = compiled.get(key);
  if (known) return known;
  const document = await findPolicyDocument(db, active.version);
  // It was read when it was saved; since then the program may have changed what it takes.
  const parsed = PolicyDocumentSchema.safeParse(document);
  if (!parsed.success) throw new UnusablePolicy(`Version ${active.version} can't be read.`);
  const policy = compilePolicy(active.version, parsed.data);
  compiled.set(key, policy);
  return policy;
}

/** Throws UnusablePolicy for a slug that no group has. */
export const groupLookup =
  ({ groups }: PolicyStanding): GroupLookup =>
  (slug) => {
    const group = groups.find((one) => one.slug === slug);
    if (!group) throw new UnusablePolicy(`There is no group "${slug}".`);
    return group;
  };

/**
 * What the active policy demands of an operation. A policy that can't be used lets nothing through.
 * Errors: unavailable.
 */
export async function ruleOn(
  db: Executor,
  standing: PolicyStanding | null,
  environment: DemandingEnvironment & PolicySubject["environment"],
  subject: Omit<PolicySubject, "environment" | "kinds">,
): Promise<Ruling> {
  try {
    const policy = await policyOf(db, standing);
    if (!standing) throw new UnusablePolicy("The installation's row is missing.");
    const kinds = new Map<string, EnvironmentKind>(Object.entries(standing.environmentKinds));
    const { slug, kind } = environment;
    return evaluatePolicy(
      policy,
      environment,
      { ...subject, environment: { slug, kind }, kinds },
      groupLookup(standing),
    );
  } catch (cause) {
    if (!(cause instanceof UnusablePolicy)) throw cause;
    throw new DomainError(
      "unavailable",
      `The policy can't be used, so nothing is let through: ${cause.message} An admin must mend it.`,
    );
  }
}
