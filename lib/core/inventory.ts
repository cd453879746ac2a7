import { matchesPattern } from "./scope";

/** How much it would hurt to lose a resource, as an admin judges it. */
export const CRITICALITIES = ["low", "medium", "high", "critical"] as const;
export type Criticality = (typeof CRITICALITIES)[number];

/**
 * Whether what lives in `domain` dies with `destroyed`; both as `type:id`. Either may stand for many
 * (`railway.volume:*`): where they could be the same thing, they count as the same.
 */
export const diesWith = (domain: string, destroyed: string): boolean =>
  matchesPattern(domain, destroyed) || matchesPattern(destroyed, domain);

/** As people write a moment: a day alone is its beginning in UTC. */
export const momentFrom = (text: string): string =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
