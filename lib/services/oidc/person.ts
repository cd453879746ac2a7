import { DomainError } from "@/lib/core/error";
import { newId, type Id } from "@/lib/core/id";
import type { Role } from "@/lib/core/actor";
import type { ProviderIdentity, ProviderTrust } from "@/lib/core/sign-in";
import { DisplayNameSchema } from "@/lib/contract/scalar";
import { EmailAddressSchema } from "@/lib/contract/sign-in";
import { bindAccount, holderOf } from "@/lib/data/accounts";
import { outdateClaims } from "@/lib/data/claim-turn";
import type { Executor } from "@/lib/data/database";
import { takeInvitation } from "@/lib/data/links";
import { confirmAddress, findUserByEmail, insertUser } from "@/lib/data/users";
import { record, type ServiceContext } from "../context";
import { admit } from "../user/admit";

/**
 * Whom the provider's account is bound to; at the first sign-in, it is bound to who has the address that
 * the provider has verified, or was invited under it, or is admitted for a group. Errors: forbidden.
 */
export async function personOf(
  ctx: ServiceContext,
  tx: Executor,
  identity: ProviderIdentity,
  trust: ProviderTrust,
): Promise<Id<"usr">> {
  const { issuer, subject } = identity;
  const known = await holderOf(tx, issuer, subject);
  if (known) return known;
  const email = verifiedAddress(identity);
  const userId =
    (await findUserByEmail(tx, email))?.id ??
    (await acceptInvitation(ctx, tx, email)) ??
    (await admitByGroup(ctx, tx, { email, identity, trust }));
  if (!userId)
    throw new DomainError(
      "forbidden",
      `Nobody here has the address ${email}. Ask for an invitation.`,
    );
  if (!(await bindAccount(tx, { issuer, subject, userId })))
    throw new DomainError(
      "forbidden",
      `Whoever has ${email} here signs in with another account of the provider's.`,
    );
  await confirmAddress(tx, userId);
  await record(ctx, tx, { action: "account.bound", subject: userId, data: { issuer, subject } });
  return userId;
}

/**
 * The address, in the one form in which it can be told from all others: one that only becomes somebody's
 * by normalising it is an impostor's.
 */
function verifiedAddress({ email, emailVerified }: ProviderIdentity): string {
  if (email === null || !emailVerified)
    throw new DomainError("forbidden", "The provider doesn't vouch for this account's address.");
  const parsed = EmailAddressSchema.safeParse(email);
  if (!parsed.success || parsed.data !== email.toLowerCase())
    throw new DomainError("forbidden", "The provider names an address that can't be used here.");
  return parsed.data;
}

async function acceptInvitation(
  ctx: ServiceContext,
  tx: Executor,
  email: string,
): Promise<Id<"usr"> | null> {
  const invitation = await takeInvitation(tx, email);
  return invitation && (await admit(ctx, tx, invitation)).id;
}

async function admitByGroup(
  ctx: ServiceContext,
  tx: Executor,
  { email, identity, trust }: { email: string; identity: ProviderIdentity; trust: ProviderTrust },
): Promise<Id<"usr"> | null> {
  const role = admittedAs(identity, trust);
  if (!role) return null;
  const id = newId("usr");
  const { data: name = email } = DisplayNameSchema.safeParse(identity.name);
  // As where an invitation is accepted: nobody is alone any more.
  await outdateClaims(tx);
  if (!(await insertUser(tx, { id, email, name, role }))) return null;
  await record(ctx, tx, {
    action: "user.created",
    subject: id,
    data: { email, role, admitted_by: identity.issuer },
  });
  return id;
}

function admittedAs({ groups }: ProviderIdentity, trust: ProviderTrust): Role | null {
  if (!trust.admits) return null;
  if (trust.adminGroup !== null && groups.includes(trust.adminGroup)) return "admin";
  return groups.some((group) => trust.groups?.has(group)) ? "reviewer" : null;
}
