import { createHmac, timingSafeEqual } from "node:crypto";
import { isId, type Id } from "./id";
import { MAIL_CHOICES, type MailChoice } from "./mail-choice";

/** What the link in a mail can do: turn off one optional kind, for one person, and nothing else. */
export interface Unsubscription {
  readonly userId: Id<"usr">;
  readonly choice: MailChoice;
}

const mac = (userId: string, choice: string, pepper: Uint8Array) =>
  createHmac("sha256", pepper).update(`countersign.unsubscribe.v1\0${userId}\0${choice}`).digest();

/** It doesn't expire: a mail of last year must still let its reader off. */
export const signUnsubscription = (
  { userId, choice }: Unsubscription,
  pepper: Uint8Array,
): string => `${userId}.${choice}.${mac(userId, choice, pepper).toString("base64url")}`;

/** Null for everything that wasn't signed here. */
export function readUnsubscription(token: string, pepper: Uint8Array): Unsubscription | null {
  const [userId, name, signature, ...rest] = token.split(".");
  const choice = MAIL_CHOICES.find((known) => known === name);
  if (!isId("usr", userId) || !choice || !signature || rest.length > 0) return null;
  const expected = mac(userId, choice, pepper);
  const given = Buffer.from(signature, "base64url");
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? { userId, choice }
    : null;
}
