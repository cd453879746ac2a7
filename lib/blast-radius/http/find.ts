import type { HttpProvider, HttpRoute } from "./provider";
import { cloudflare } from "./providers/cloudflare";
import { digitalocean } from "./providers/digitalocean";
import { fly } from "./providers/fly";
import { github } from "./providers/github";
import { heroku } from "./providers/heroku";
import { railway } from "./providers/railway";
import { stripe } from "./providers/stripe";
import { vercel } from "./providers/vercel";

const PROVIDERS: readonly HttpProvider[] = [
  cloudflare,
  digitalocean,
  fly,
  github,
  heroku,
  railway,
  stripe,
  vercel,
];

export const providerAt = (host: string): HttpProvider | null =>
  PROVIDERS.find(({ hosts }) =>
    hosts.some((one) => (one.startsWith("*.") ? host.endsWith(one.slice(1)) : host === one)),
  ) ?? null;

export interface FoundRoute {
  readonly route: HttpRoute;
  /** As the table writes it, `DELETE /apps/{app}`. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The rule for a request; segments are compared without case, which can only find more. */
export function routeOf(
  { routes }: HttpProvider,
  method: string,
  segments: readonly string[],
): FoundRoute | null {
  for (const [name, route] of Object.entries(routes)) {
    const [verb, path = ""] = name.split(" ");
    const wanted = path.split("/").filter(Boolean);
    if (verb !== method || wanted.length !== segments.length) continue;
    const parameters: Record<string, string> = {};
    const fits = wanted.every((part, i) => {
      const given = segments[i] ?? "";
      if (!part.startsWith("{")) return part.toLowerCase() === given.toLowerCase();
      parameters[part.slice(1, -1)] = given;
      return true;
    });
    if (fits) return { route, name, parameters };
  }
  return null;
}
