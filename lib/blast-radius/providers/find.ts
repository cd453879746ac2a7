import type { MutationRule, Provider } from "./provider";
import { railway } from "./railway";

const PROVIDERS: readonly Provider[] = [railway];

/** The provider that an action or a resource type belongs to by its first segment. */
export function providerOf(action: string, resourceType: string): Provider | null {
  const names = [action, resourceType].map((path) => path.split(".")[0]?.toLowerCase());
  return PROVIDERS.find((provider) => names.includes(provider.name)) ?? null;
}

export const ruleFor = (provider: Provider | null, mutation: string): MutationRule | null =>
  provider && Object.hasOwn(provider.mutations, mutation)
    ? (provider.mutations[mutation] ?? null)
    : null;
