import { DomainError } from "@/lib/core/error";

export const noSuchPoint = (id: string): DomainError =>
  new DomainError("not_found", `No enforcement point has the id ${id}.`);

export const noSchema = (id: string): DomainError =>
  new DomainError("not_found", `No GraphQL schema is registered for ${id}.`);
