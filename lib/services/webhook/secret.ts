import { randomBytes } from "node:crypto";

const SECRET_BYTES = 32; // Standard Webhooks 1.0: 24 to 64

/** In the form that its libraries take. */
export const newWebhookSecret = (): string =>
  `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
