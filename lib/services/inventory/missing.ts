import { DomainError } from "@/lib/core/error";

export const noSuchResource = (id: string): DomainError =>
  new DomainError("not_found", `Nothing in the inventory has the id ${id}.`);
