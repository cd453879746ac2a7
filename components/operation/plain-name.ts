/** A name that is an https address, without the part that tells people nothing. */
export const plainName = (name: string): string => name.replace(/^https:\/\//, "");
