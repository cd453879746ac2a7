import { DomainError } from "@/lib/core/error";

/** The refusal for a body that names something which isn't registered; `pointer` is where (RFC 6901). */
export const unknownReference = (pointer: string, detail: string): DomainError =>
  new DomainError("validation_failed", detail, { errors: [{ pointer, detail }] });
