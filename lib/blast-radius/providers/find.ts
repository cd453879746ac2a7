import type { Declared } from "../findings";
import type { MutationRule, Provider } from "./provider";
import { railway } from "./railway";

const PROVIDERS: readonly Provider[] = [railway];

/** The provider that the artifact goes to, else that the action or resource type names first. */
export function providerOf({ action, resource, provider: known }: Declared): Provider | null {
  const declared = [action, resource.type].map((path) => path.split(".")[0]?.toLowerCase());
  const names = known === undefined ? declared : [known];
  return PROVIDERS.find((provider) => names.includes(provider.name)) ?? null;
}

export const ruleFor = (provider: Provider | null, mutation: string): MutationRule | null =>
  provider && Object.hasOwn(provider.mutations, mutation)
    ? (provider.mutations[mutation] ?? null)
    : null;
