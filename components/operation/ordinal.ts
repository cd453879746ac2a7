const ENDINGS: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const rules = new Intl.PluralRules("en", { type: "ordinal" });

/** `9th`; how many times it happened, in English. */
export const ordinal = (n: number): string => `${n}${ENDINGS[rules.select(n)] ?? "th"}`;
