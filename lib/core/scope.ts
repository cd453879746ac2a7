import type { KeyScope } from "./actor";

const SPECIAL = /[.+?^${}()|[\]\\]/g;

/** `*` stands for any run of characters; everything else is literal. `railway.*` covers `railway.volume.delete`. */
export function matchesPattern(pattern: string, value: string): boolean {
  if (pattern === "*") return true;
  if (!pattern.includes("*")) return pattern === value;
  // Runs of * are one *: keeps the expression linear.
  const source = pattern.replace(/\*+/g, "*").replace(SPECIAL, "\\$&").replaceAll("*", "[^]*");
  return new RegExp(`^${source}$`).test(value);
}

const any = (patterns: readonly string[], value: string) =>
  patterns.some((pattern) => matchesPattern(pattern, value));

/** The first dimension that an agent key's scope doesn't cover, or null when it covers all. */
export function outsideScope(
  scope: KeyScope,
  asked: { environment: string; action: string; resource: { type: string; id: string } },
): "environment" | "action" | "resource" | null {
  if (!any(scope.environments, asked.environment)) return "environment";
  if (!any(scope.actions, asked.action)) return "action";
  if (!any(scope.resources, `${asked.resource.type}:${asked.resource.id}`)) return "resource";
  return null;
}
