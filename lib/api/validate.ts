import type { z } from "@hono/zod-openapi";
import { escapePointer } from "@/client/protocol/canonical";
import { DomainError, type FieldError } from "@/lib/core/error";

const ERRORS_MAX = 32;
const TEXT_MAX = 500;

/**
 * The value as its schema makes it. Errors: validation_failed, with an RFC 6901 pointer to each fault;
 * a member that the schema doesn't know is named. `what` names the source for people: "body", "query".
 */
export function validate<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues
    .flatMap((issue) => faults(issue, value, []))
    .slice(0, ERRORS_MAX);
  throw new DomainError(
    "validation_failed",
    `The ${what} doesn't match its schema: ${errors[0]?.pointer || "it"} ${errors[0]?.detail ?? "is wrong"}${errors.length > 1 ? `, and ${errors.length - 1} more` : ""}. See errors.`,
    { errors },
  );
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

function faults(issue: Issue, root: unknown, base: Path): FieldError[] {
  const path = [...base, ...issue.path];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys
        .slice(0, ERRORS_MAX)
        .map((key) => fault([...path, key], "is not a known member"));
    case "invalid_union": {
      // The branch that came furthest is what the sender meant.
      const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0];
      return nearest?.length
        ? nearest.flatMap((inner) => faults(inner, root, path))
        : [fault(path, issue.message)];
    }
    case "invalid_type":
      return [fault(path, at(root, path) === undefined ? "is required" : issue.message)];
    default:
      return [fault(path, issue.message)];
  }
}

const fault = (path: Path, detail: string): FieldError => ({
  pointer: shorten(path.map((step) => `/${escapePointer(String(step))}`).join("")),
  detail: shorten(detail),
});

/** What the sender wrote comes back to him, but not megabytes of it. */
const shorten = (text: string) => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text);

function at(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}
