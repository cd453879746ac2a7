import { visibleText } from "./untrusted-text";

/** Longer names aren't typed by anyone without a mistake. */
const NAME_LENGTH_MAX = 100;

/** What of an operation says which resource it hits. */
export interface Confirmable {
  readonly resource: { readonly type: string; readonly id: string };
  readonly report: {
    readonly resources: readonly {
      readonly id: string;
      readonly type: string;
      readonly role: string;
      readonly registered_name?: string | undefined;
    }[];
  };
}

/**
 * What a reviewer types to show that they know which resource they decide on: the name that an admin
 * registered for it, else its id. Never the label that the agent gave it: agents would then word the
 * question and the answer.
 */
export function confirmationOf({ resource, report }: Confirmable): string {
  const target = report.resources.find(
    ({ role, type, id }) => role === "target" && type === resource.type && id === resource.id,
  );
  const name = target?.registered_name;
  return name !== undefined && canBeTyped(name) ? name : visibleText(resource.id);
}

/** Exactly: not trimmed, no case folded, nothing normalised. */
export const isConfirmed = (typed: string, confirmation: string): boolean => typed === confirmation;

/** As it looks, so it is written: nothing hidden or doubled, one form of each letter, and one script. */
function canBeTyped(name: string): boolean {
  return (
    name.length <= NAME_LENGTH_MAX &&
    name === visibleText(name) &&
    name === name.normalize("NFKC") &&
    name === name.trim() &&
    !name.includes("  ") &&
    !(/\p{Script=Latin}/u.test(name) && /(?!\p{Script=Latin})\p{L}/u.test(name))
  );
}
