import { DomainError } from "@/lib/core/error";

export const missingVersion = (version: number): DomainError =>
  new DomainError("not_found", `The policy has no version ${version}.`);
