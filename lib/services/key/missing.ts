import { DomainError } from "@/lib/core/error";

export const noSuchKey = () =>
  new DomainError("not_found", "There is no such key. Name it by its id, which begins with key_.");
