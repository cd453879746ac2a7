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

/** Errors: validation_failed for anything that encodeCursor didn't make. */
export function decodeCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(value)) {
      const [createdAt, id] = value as unknown[];
      if (
        typeof createdAt === "string" &&
        !Number.isNaN(Date.parse(createdAt)) &&
        typeof id === "string"
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
