import type { KeyScope } from "./actor";

/**
 * `*` stands for any run of characters; everything else is literal: `railway.*` covers
 * `railway.volume.delete`. Each part is found from the left, so it takes no more than linear time.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return pattern === value;
  if (value.length < head.length + tail.length) return false;
  if (!value.startsWith(head) || !value.endsWith(tail)) return false;
  let from = head.length;
  const end = value.length - tail.length;
  for (const part of rest) {
    const found = value.indexOf(part, from);
    if (found === -1 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
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
