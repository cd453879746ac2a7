import { choiceOf } from "@/lib/core/mail-choice";
import { signUnsubscription } from "@/lib/core/unsubscribe-token";
import type { Executor } from "@/lib/data/database";
import { findDelegation } from "@/lib/data/delegations";
import { readBundled, readWaiting } from "@/lib/data/digests";
import type { ClaimedMail } from "@/lib/data/outbox";
import { findRecipient } from "@/lib/data/recipients";
import { inviteMail, recoveryCodeMail, signInMail } from "./account-mails";
import { composeOperationMail } from "./compose-operation";
import { composeStateMail } from "./compose-state";
import type { Composed } from "./composed";
import { delegationMail } from "./delegation";
import { approvalDigest, newsDigest } from "./digest-mails";

interface ComposeSettings {
  readonly publicUrl: string;
  readonly keyPepper: Uint8Array;
}

/** A mail's content as of now, from its outbox row. */
export async function composeMail(
  db: Executor,
  mail: ClaimedMail,
  settings: ComposeSettings,
): Promise<Composed> {
  const { publicUrl } = settings;
  const { payload } = mail;
  switch (mail.kind) {
    // How somebody comes in, how an address is found to work again, and what a thief would like kept from them.
    case "sign_in": {
      const { url, expires_at: expiresAt } = payload;
      if (!isOwnLink(url, publicUrl) || typeof expiresAt !== "string")
        return { broken: "no link of ours, or no deadline" };
      if (new Date(expiresAt) <= new Date()) return { skip: "the link has expired" };
      return { content: signInMail({ url, expiresAt: new Date(expiresAt) }) };
    }
    case "invite": {
      const { url, invited_by: invitedBy } = payload;
      if (!isOwnLink(url, publicUrl) || typeof invitedBy !== "string")
        return { broken: "no link of ours, or nobody invites" };
      return { content: inviteMail({ url, invitedBy }) };
    }
    case "recovery_code_used": {
      const { url, at, left } = payload;
      if (!isOwnLink(url, publicUrl) || typeof at !== "string" || typeof left !== "number")
        return { broken: "no link of ours, or nothing is told" };
      return { content: recoveryCodeMail({ url, at: new Date(at), left }) };
    }
  }
  const person = await findRecipient(db, mail.recipient);
  if (!person) return { skip: "nobody has this address any more" };
  if (person.bounced) return { skip: "mail to this address comes back" };
  const choice = choiceOf(mail.kind);
  if (choice && person.muted.includes(choice))
    return { skip: "this person doesn't want such mails" };
  const composed = await composeFor(db, mail, publicUrl);
  if (!choice || !("content" in composed)) return composed;
  const token = signUnsubscription({ userId: person.id, choice }, settings.keyPepper);
  return { content: { ...composed.content, unsubscribe: linksFor(token, publicUrl) } };
}

async function composeFor(db: Executor, mail: ClaimedMail, publicUrl: string): Promise<Composed> {
  switch (mail.kind) {
    case "approval_digest": {
      const digest = await readWaiting(db, mail.recipient);
      if (digest.count === 0) return { skip: "nothing waits for this person any more" };
      return { content: approvalDigest(digest, publicUrl) };
    }
    case "news_digest": {
      const digest = await readBundled(db, mail.id);
      if (digest.count === 0) return { broken: "nothing is told" };
      return { content: newsDigest(digest, publicUrl) };
    }
    case "delegation": {
      const { delegation_id: id } = mail.payload;
      const delegation = typeof id === "string" ? await findDelegation(db, id) : null;
      if (!delegation) return { broken: "no delegation is named" };
      if (delegation.over) return { skip: "the delegation was revoked, or is over" };
      return { content: delegationMail(delegation, publicUrl) };
    }
    case "frozen":
    case "bounced":
      return composeStateMail(db, mail, publicUrl);
    default:
      return composeOperationMail(db, mail, publicUrl);
  }
}

function linksFor(token: string, publicUrl: string) {
  const query = `?token=${encodeURIComponent(token)}`;
  return {
    url: `${publicUrl}/unsubscribe${query}`,
    oneClickUrl: `${publicUrl}/api/v1/unsubscribe${query}`,
  };
}

/** Mails lead to the configured origin only, whatever stands in the row. */
function isOwnLink(url: unknown, publicUrl: string): url is string {
  return (
    typeof url === "string" &&
    URL.canParse(url) &&
    new URL(url).origin === publicUrl &&
    !/[\s<>"\p{C}]/u.test(url)
  );
}
