import type { PolicyTerm } from "@/lib/contract/policy-version";
import { STARTER } from "@/lib/policy/starter";
import { VOCABULARY } from "@/lib/policy/vocabulary";

/** What conditions may name, and an example of a policy: public, as the docs are. */
export const policyLanguage = (): { terms: readonly PolicyTerm[]; example: string } => ({
  terms: VOCABULARY,
  example: STARTER,
});
