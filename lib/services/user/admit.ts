import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import type { Account } from "@/lib/core/sign-in";
import { outdateClaims } from "@/lib/data/claim-turn";
import type { Executor } from "@/lib/data/database";
import type { Link } from "@/lib/data/links";
import { insertUser, joinGroups } from "@/lib/data/users";
import { record, type ServiceContext } from "../context";

/**
 * Makes the account that an accepted invitation describes, in the transaction that accepted it.
 * Errors: already_exists.
 */
export async function admit(ctx: ServiceContext, tx: Executor, invitation: Link): Promise<Account> {
  const { email, name, role } = invitation;
  if (email === null || name === null || role === null)
    throw new Error("an invitation without a person");
  const account = { id: newId("usr"), email, name, role };
  // Whoever was alone, and so could approve what they asked for, no longer is.
  await outdateClaims(tx);
  if (!(await insertUser(tx, account)))
    throw new DomainError(
      "already_exists",
      "There is an account with this address: sign in to it.",
    );
  const groups = await joinGroups(tx, account.id, invitation.group_ids);
  await record(ctx, tx, {
    action: "link.used",
    subject: invitation.id,
    data: { purpose: "invite", user: account.id },
  });
  await record(ctx, tx, {
    action: "user.created",
    subject: account.id,
    data: { email, role, groups, invitation: invitation.id },
  });
  return account;
}
