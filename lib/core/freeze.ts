/** What is frozen, as a sentence begins: "Production is frozen". */
export const frozenName = (freeze: {
  scope: "environment" | "everything";
  environmentName: string;
}): string =>
  freeze.scope === "everything"
    ? "Everything"
    : freeze.environmentName.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** Seconds until a freeze ends by itself, at least one; undefined where it doesn't. */
export const secondsUntil = (until: string | null, now: Date): number | undefined =>
  until === null
    ? undefined
    : Math.max(1, Math.ceil((new Date(until).getTime() - now.getTime()) / 1000));
