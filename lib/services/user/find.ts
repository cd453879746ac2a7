import { DomainError } from "@/lib/core/error";
import { countActiveAdmins, findPerson, type StoredPerson } from "@/lib/data/people";
import type { Models } from "../administer";

/** Errors: not_found. */
export async function findUser(tx: Models, reference: string): Promise<StoredPerson> {
  const person = await findPerson(tx, reference);
  if (!person) throw new DomainError("not_found", `Nobody is registered as "${reference}".`);
  return person;
}

/** After a write that took an admin away: rolls it back where none would be left. Errors: forbidden. */
export async function requireAnAdminLeft(tx: Models): Promise<void> {
  if ((await countActiveAdmins(tx)) === 0)
    throw new DomainError(
      "forbidden",
      "This is the last active admin. Make someone else one first.",
    );
}
