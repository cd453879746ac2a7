import { z } from "zod";
import { ROLES } from "@/lib/core/actor";
import { DisplayNameSchema, idSchema } from "./scalar";

/** RFC 5321 §4.5.3.1.3 */
const EMAIL_LENGTH_MAX = 254;
const PASSKEY_NAME_MAX = 60;

/** Normalised before it is checked: a full-width @ must not become a second one later on. */
export const EmailAddressSchema = z
  .string()
  .transform((text) => text.normalize("NFKC").trim().toLowerCase())
  .pipe(z.email("an email address such as robin@example.com").max(EMAIL_LENGTH_MAX));

/** A token out of a link; whether it opens anything is the database's to say. */
const LinkTokenSchema = z.string().max(100);

/** Where to go after signing in; made safe by whoever uses it. */
const NextSchema = z.string().max(2000).optional();

export const AskForMailSchema = z.strictObject({ email: EmailAddressSchema, next: NextSchema });
export const ConfirmMailSchema = z.strictObject({ token: LinkTokenSchema, next: NextSchema });

export const SetUpSchema = z.strictObject({
  token: LinkTokenSchema,
  email: EmailAddressSchema,
  name: DisplayNameSchema,
});

/** `email` is the address that the link was made for, typed in: a link alone opens nothing. */
export const UseLinkSchema = z.strictObject({ token: LinkTokenSchema, email: EmailAddressSchema });

export const InviteSchema = z.strictObject({
  email: EmailAddressSchema,
  name: DisplayNameSchema,
  role: z.enum(ROLES),
  /** Groups by slug or id. */
  groups: z.array(z.string().max(100)).max(50).default([]),
  sendMail: z.boolean().default(false),
});

/** What the browser's WebAuthn answered; its members are checked by the library that verifies it. */
const CeremonyResponseSchema = z.looseObject({
  id: z.string().max(2048),
  rawId: z.string().max(2048),
  type: z.literal("public-key"),
  response: z.record(z.string(), z.unknown()),
});

export const AddPasskeySchema = z.strictObject({
  challengeId: idSchema("chl"),
  response: CeremonyResponseSchema,
  name: z.string().trim().min(1).max(PASSKEY_NAME_MAX).optional(),
});
export const PasskeySignInSchema = z.strictObject({
  challengeId: idSchema("chl"),
  response: CeremonyResponseSchema,
  next: NextSchema,
});

/** All that the provider put into the address. Its own limits on codes and state are far below this. */
export const ProviderReturnSchema = z.strictObject({ query: z.string().max(8000) });
export const BeginAtProviderSchema = z.strictObject({ next: NextSchema });

export const RecoverySchema = z.strictObject({
  email: EmailAddressSchema,
  code: z.string().trim().min(1, "one of your recovery codes").max(100),
  next: NextSchema,
});
/** The touch that an act asks for, where there is a passkey. */
export const TouchSchema = z
  .strictObject({ challengeId: idSchema("chl"), response: CeremonyResponseSchema })
  .optional();
/** The answer to a challenge that says what it confirms. */
export const PasskeyAnswerSchema = z.strictObject({
  challengeId: idSchema("chl"),
  response: CeremonyResponseSchema,
});

export const NoInputSchema = z.strictObject({}).optional();
export const RemovePasskeySchema = z.strictObject({
  id: z.string().max(2048),
  touch: TouchSchema,
});
export const RenamePasskeySchema = z.strictObject({
  id: z.string().max(2048),
  name: DisplayNameSchema.max(PASSKEY_NAME_MAX),
});
export const SessionReferenceSchema = z.strictObject({ id: idSchema("ses") });
