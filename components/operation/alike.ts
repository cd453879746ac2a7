import type { OperationRow } from "@/lib/contract/review";

/** From this many on, requests that are alike are folded into one row. */
const FOLDED_FROM = 3;

/** One request, or several that differ in nothing but what they act on. */
export type Entry =
  | { readonly kind: "one"; readonly row: OperationRow }
  | { readonly kind: "alike"; readonly rows: readonly [OperationRow, ...OperationRow[]] };

const likeness = ({ agent, action, environment, risk, resource }: OperationRow) =>
  JSON.stringify([agent.id, action, environment.slug, risk, resource.type]);

/**
 * Folds requests that are alike: of one agent, action, kind of resource, environment and risk. A fold
 * stands where its first one stood. Each stays an operation of its own, with its own digest and grant.
 */
export function foldAlike(rows: readonly OperationRow[]): Entry[] {
  const alike = new Map<string, [OperationRow, ...OperationRow[]]>();
  for (const row of rows) {
    const group = alike.get(likeness(row));
    if (group) group.push(row);
    else alike.set(likeness(row), [row]);
  }
  return [...alike.values()].flatMap((group): Entry[] =>
    group.length < FOLDED_FROM
      ? group.map((row) => ({ kind: "one", row }))
      : [{ kind: "alike", rows: group }],
  );
}
