import type { PolicyDocument } from "@/lib/contract/policy";

/** Every group that a policy names, and where. */
export function namedGroups({ rules }: PolicyDocument): { slug: string; path: PropertyKey[] }[] {
  return rules.flatMap((rule, i) => {
    if (!("require" in rule)) return [];
    const { groups, notify, escalate } = rule.require;
    const at = ["rules", i, "require"];
    return [
      ...Object.keys(groups ?? {}).map((slug) => ({ slug, path: [...at, "groups", slug] })),
      ...(notify ?? []).map((slug, j) => ({ slug, path: [...at, "notify", j] })),
      ...(escalate ? [{ slug: escalate.group, path: [...at, "escalate", "group"] }] : []),
    ];
  });
}
