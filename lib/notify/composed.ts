import type { MailContent } from "./mail-content";

/** The content to send, or why nothing is to be sent: for good, no retry changes it. */
export type Composed =
  | { readonly content: MailContent }
  /** No longer of use: what it tells of has passed, or isn't wanted. */
  | { readonly skip: string }
  /** Can't be made into a mail: a defect on our side. */
  | { readonly broken: string };
