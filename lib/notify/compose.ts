import { findApprovalRequest } from "@/lib/data/approval-request";
import type { Executor } from "@/lib/data/database";
import { findDelegation } from "@/lib/data/delegations";
import type { ClaimedMail } from "@/lib/data/outbox";
import { inviteMail, recoveryCodeMail, signInMail } from "./account-mails";
import { approvalNeeded } from "./approval-needed";
import { approvalVoid } from "./approval-void";
import { delegationMail } from "./delegation";
import { grantRevoked } from "./grant-revoked";
import type { MailContent } from "./mail-content";

/** The content to send, or why nothing is to be sent: for good, no retry changes it. */
export type Composed =
  | { readonly content: MailContent }
  /** No longer of use: what it tells of has passed. */
  | { readonly skip: string }
  /** Can't be made into a mail: a defect on our side. */
  | { readonly broken: string };

/** A mail's content as of now, from its outbox row. */
export async function composeMail(
  db: Executor,
  mail: ClaimedMail,
  publicUrl: string,
): Promise<Composed> {
  const { payload } = mail;
  switch (mail.kind) {
    case "approval_needed": {
      const { operation_id: operationId } = payload;
      if (typeof operationId !== "string") return { broken: "no operation is named" };
      const request = await findApprovalRequest(db, operationId, mail.recipient);
      if (!request) return { broken: "the operation doesn't exist" };
      if (!request.waits) return { skip: "the operation no longer waits for this person" };
      return { content: approvalNeeded(request, publicUrl) };
    }
    case "approval_void": {
      const { operation_id: operationId, grew } = payload;
      if (typeof operationId !== "string" || !isTexts(grew)) return { broken: "nothing is told" };
      const request = await findApprovalRequest(db, operationId, mail.recipient);
      if (!request) return { broken: "the operation doesn't exist" };
      return { content: approvalVoid(request, grew, publicUrl) };
    }
    case "grant_revoked": {
      const { operation_id: operationId, by, comment } = payload;
      if (typeof operationId !== "string" || typeof by !== "string" || typeof comment !== "string")
        return { broken: "nothing is told" };
      const request = await findApprovalRequest(db, operationId, mail.recipient);
      if (!request) return { broken: "the operation doesn't exist" };
      return { content: grantRevoked(request, { by, comment }, publicUrl) };
    }
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
    case "delegation": {
      const { delegation_id: id } = payload;
      const delegation = typeof id === "string" ? await findDelegation(db, id) : null;
      if (!delegation) return { broken: "no delegation is named" };
      if (delegation.over) return { skip: "the delegation was revoked, or is over" };
      return { content: delegationMail(delegation, publicUrl) };
    }
    default:
      return { broken: "there is no such kind of mail" };
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

/** Mails lead to the configured origin only, whatever stands in the row. */
function isOwnLink(url: unknown, publicUrl: string): url is string {
  return (
    typeof url === "string" &&
    URL.canParse(url) &&
    new URL(url).origin === publicUrl &&
    !/[\s<>"\p{C}]/u.test(url)
  );
}
