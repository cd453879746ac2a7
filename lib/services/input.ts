import type { z } from "zod";
import { DomainError } from "@/lib/core/error";

/** Nobody reads more faults at once, and a long list has as many as it has entries. */
const ERRORS_MAX = 100;

/** The input as its schema reads it, defaults filled in. Errors: validation_failed, naming each fault. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, ERRORS_MAX).map((issue) => ({
    pointer: issue.path.map((part) => `/${escapePointer(String(part))}`).join(""),
    detail: issue.message,
  }));
  const [first] = errors;
  throw new DomainError(
    "validation_failed",
    first ? `${first.pointer.slice(1).replaceAll("/", ".") || "The input"}: ${first.detail}.` : "",
    { errors },
  );
}

/** RFC 6901 §3. */
const escapePointer = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");
