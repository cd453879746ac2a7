import { DomainError } from "@/lib/core/error";

/** A keyset position: the last row of a page. Opaque on the wire. */
export interface Position {
  readonly createdAt: string;
  readonly id: string;
}

export const encodeCursor = (position: { createdAt: Date; id: string }): string =>
  Buffer.from(JSON.stringify([position.createdAt.toISOString(), position.id])).toString(
    "base64url",
  );

/** As toISOString writes it, and of a day that exists: what PostgreSQL reads as a time. */
const isInstant = (text: string) =>
  /^2\d{3}-/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
const ID = /^[a-z]{2,4}_[0-9a-z]{20,40}$/;

/** Errors: validation_failed for anything that encodeCursor didn't make. */
export function decodeCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(value)) {
      const [createdAt, id] = value as unknown[];
      if (
        typeof createdAt === "string" &&
        isInstant(createdAt) &&
        typeof id === "string" &&
        ID.test(id)
      )
        return { createdAt, id };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new DomainError("validation_failed", "This cursor isn't one of ours; start without it.", {
    errors: [{ pointer: "/cursor", detail: "not a cursor" }],
  });
}
