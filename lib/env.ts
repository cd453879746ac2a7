import { z } from "zod";

export const secretNames = ["AUTH_SECRET", "KEY_PEPPER", "KEY_ENCRYPTION_KEY"] as const;
const MAKE_SECRET = "Make one with: openssl rand -base64 32";

/** At least `bytes` random bytes, written in base64. */
const secret = (bytes: number, exact = false) =>
  z
    .base64({ error: `must be base64. ${MAKE_SECRET}` })
    .transform((text) => new Uint8Array(Buffer.from(text, "base64")))
    .refine((key) => (exact ? key.length === bytes : key.length >= bytes), {
      error: `must be ${exact ? "exactly" : "at least"} ${bytes} bytes in base64. ${MAKE_SECRET}`,
    });

const origin = z
  .url({ protocol: /^https?$/, abort: true, error: "must be an http(s) URL" })
  .refine((text) => new URL(text).origin === text.replace(/\/$/, ""), {
    error: "must be an origin: scheme, host and port, without a path",
  })
  .transform((text) => new URL(text).origin);

const integer = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/;

/** Plain http would hand codes and tokens to whoever is in between. */
const issuer = z
  .url({ protocol: /^https?$/, abort: true, error: "must be an https URL" })
  .refine((text) => text.startsWith("https:") || LOOPBACK.test(text), {
    error: "must be https: what it says lets people in",
  });

/** `provider group=slug`, several by commas. A group of the provider's may have `=` in its own name. */
const groupPairs = z.string().transform((text, ctx) => {
  const pairs = text.split(",").map((pair) => {
    const at = pair.lastIndexOf("=");
    return [pair.slice(0, Math.max(at, 0)).trim(), pair.slice(at + 1).trim()] as const;
  });
  if (pairs.every(([theirs, ours]) => theirs && ours)) return new Map(pairs);
  ctx.addIssue({ code: "custom", message: "must be like: platform-oncall=sre,dba=databases" });
  return z.NEVER;
});

/** Every variable that the app reads, with its documentation (the README's table is made of it). */
export const envSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must be a postgresql:// URL" })
    .describe(
      "PostgreSQL 15 or later, as a role that owns its database. Unset: `npm start` runs a PostgreSQL of its own.",
    ),
  PORT: integer(0, 65535).default(3000).describe("TCP port to listen on."),
  HOST: z.string().default("127.0.0.1").describe("Address to listen on."),
  PUBLIC_URL: origin
    .optional()
    .describe(
      "The origin that people and agents use. Links, passkeys and the grants' issuer are bound to it; the `Host` header is never believed. Default: `http://localhost:PORT`.",
    ),
  DEPLOYMENT: z
    .enum(["local", "production"])
    .default("production")
    .describe(
      "`production` asks for real secrets, mail and https. `npm start` sets `local` unless `NODE_ENV=production` and `DATABASE_URL` are set.",
    ),
  AUTH_SECRET: secret(32).describe(
    "Goes into the stored hash of sign-in mails' tokens. Changing it only voids mails that are under way. Base64, 32 bytes or more. Made on a local first start.",
  ),
  KEY_PEPPER: secret(32).describe(
    "Pepper of the API keys' HMAC: a copy of the database alone lets nobody check a guess. Changing it invalidates all API keys. Base64, 32 bytes or more. Made on a local first start.",
  ),
  KEY_ENCRYPTION_KEY: secret(32, true).describe(
    "Encrypts the grant-signing keys at rest (AES-256-GCM). Base64, exactly 32 bytes. Made on a local first start.",
  ),
  RESEND_API_KEY: z
    .string()
    .optional()
    .describe("Sends mail through Resend. Unset: a local start prints mails to the terminal."),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/, {
      error: "must be Resend's signing secret, whsec_…",
    })
    .optional()
    .describe(
      "Signing secret of the webhook at Resend that tells of bounces and complaints; its address is `PUBLIC_URL/api/v1/webhooks/resend`. Unset: they aren't heard of.",
    ),
  RESEND_BASE_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) URL" })
    .optional()
    .describe("Another address for Resend's API, as tests have."),
  MAIL_DIRECTORY: z
    .string()
    .optional()
    .describe(
      "Without RESEND_API_KEY: a directory that also keeps the printed mails, one file each. `npm start` takes `.countersign/mail`.",
    ),
  MAIL_FROM: z
    .string()
    .default("Countersign <countersign@example.com>")
    .describe("Sender of mails; in production of a domain verified with Resend."),
  OIDC_ISSUER: issuer
    .optional()
    .describe(
      "An OpenID Connect provider at which people may sign in, exactly as it names itself. Register `PUBLIC_URL/sign-in/return` there as the redirect URI. Unset: no such button.",
    ),
  OIDC_CLIENT_ID: z.string().optional().describe("The id under which the provider knows this app."),
  OIDC_CLIENT_SECRET: z.string().optional().describe("The secret that goes with it."),
  OIDC_NAME: z
    .string()
    .max(40, { error: "must be short: it stands on a button" })
    .default("single sign-on")
    .describe("What people call the provider: “Sign in with …”."),
  OIDC_SCOPE: z
    .string()
    .default("openid email profile")
    .refine((text) => text.split(" ").includes("openid"), { error: "must contain openid" })
    .describe("What is asked of the provider. Some send groups only for a scope such as `groups`."),
  OIDC_GROUPS_CLAIM: z
    .string()
    .default("groups")
    .describe("The claim, of the ID token or of userinfo, that lists a person's groups."),
  OIDC_GROUPS: groupPairs
    .optional()
    .describe(
      "Which group of the provider's is which reviewer group, as `platform-oncall=sre,dba=databases`. At each sign-in the person joins and leaves these; memberships made by hand stay. Unset: all are made by hand.",
    ),
  OIDC_ADMIN_GROUP: z
    .string()
    .optional()
    .describe(
      "The group of the provider's whose members become admins when OIDC_AUTO_ADMIT admits them. Roles are changed by hand afterwards. Unset: nobody becomes an admin that way.",
    ),
  OIDC_AUTO_ADMIT: z
    .enum(["true", "false"], { error: "must be true or false" })
    .default("false")
    .transform((text) => text === "true")
    .describe(
      "`true`: members of the groups in OIDC_GROUPS and OIDC_ADMIN_GROUP need no invitation and begin as reviewers.",
    ),
  ALLOW_LOOPBACK_WEBHOOKS: z
    .enum(["true", "false"], { error: "must be true or false" })
    .default("false")
    .transform((text) => text === "true")
    .describe("Lets webhooks go to this machine itself, and there without TLS, as a trial needs."),
  WEBHOOK_ALLOWED_NETWORKS: z
    .string()
    .optional()
    .transform((text) => (text ?? "").split(",").flatMap((part) => part.trim() || []))
    .pipe(
      z.array(
        z.union([z.cidrv4(), z.cidrv6()], {
          error: "must be networks such as 10.20.0.0/16, with commas between them",
        }),
      ),
    )
    .describe(
      "Networks, as `10.20.0.0/16, fd00:1::/64`, into which webhooks may go though they aren't public. Unset: none.",
    ),
  START_WINDOW: integer(5, 600)
    .default(30)
    .describe("Seconds after a grant's redemption within which execution must begin."),
  REPORT_WINDOW: integer(10, 86_400)
    .default(600)
    .describe(
      "Seconds after a grant's redemption within which the outcome must be reported; past it, it is `unknown`.",
    ),
  GROWTH_PERCENT: integer(0, 1_000)
    .default(10)
    .describe(
      "How much a measured blast radius may have grown between approval and redemption, in percent of each figure; past it the approval is void.",
    ),
  RATE_LIMIT_PER_MINUTE: integer(10, 1_000_000)
    .default(600)
    .describe("REST requests per minute and API key; per address where there is no valid key."),
  DATABASE_POOL_SIZE: integer(2, 500)
    .default(20)
    .describe("Connections to PostgreSQL per copy of the app."),
  TRUST_PROXY: integer(0, 10)
    .default(0)
    .describe(
      "How many reverse proxies stand in front: the client's address is taken from that many places from the right of `X-Forwarded-For`.",
    ),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"])
    .default("info")
    .describe("What goes to the log, as JSON lines on standard output."),
});

export type Env = Omit<z.output<typeof envSchema>, "PUBLIC_URL"> & {
  PUBLIC_URL: string;
};

export class EnvError extends Error {
  override name = "EnvError";
  constructor(readonly problems: string[]) {
    super(`The configuration can't be used:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
  }
}

/**
 * Parses the environment; an empty variable counts as unset.
 *
 * @throws EnvError naming every variable that is wrong, and how to make it right
 */
export function loadEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = envSchema.safeParse(given);
  if (!result.success) {
    throw new EnvError(result.error.issues.map((issue) => complaint(issue, given)));
  }
  const env = result.data;
  refuseHalfProvider(env);
  if (env.DEPLOYMENT === "production") refuseUnfinished(env);
  return {
    ...env,
    PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
  };
}

function complaint(issue: z.core.$ZodIssue, given: Record<string, unknown>): string {
  const name = String(issue.path[0]);
  if (given[name] !== undefined) return `${name} ${issue.message}`;
  const isSecret = secretNames.some((secretName) => secretName === name);
  return `${name} is not set.${isSecret ? ` ${MAKE_SECRET}` : ""}`;
}

/** A provider is given whole or not at all: a sign-in that looks set up and isn't locks people out. */
function refuseHalfProvider(env: z.output<typeof envSchema>): void {
  const problems: string[] = [];
  const needs = (name: "OIDC_CLIENT_ID" | "OIDC_CLIENT_SECRET") => {
    if (env.OIDC_ISSUER && !env[name]) problems.push(`${name} is not set, and OIDC_ISSUER is.`);
    if (!env.OIDC_ISSUER && env[name]) problems.push(`OIDC_ISSUER is not set, and ${name} is.`);
  };
  needs("OIDC_CLIENT_ID");
  needs("OIDC_CLIENT_SECRET");
  if (env.OIDC_AUTO_ADMIT && !env.OIDC_GROUPS && !env.OIDC_ADMIN_GROUP)
    problems.push(
      "OIDC_AUTO_ADMIT needs OIDC_GROUPS or OIDC_ADMIN_GROUP: nobody else is admitted.",
    );
  if (problems.length > 0) throw new EnvError(problems);
}

/** What a laptop may leave out, production may not. */
function refuseUnfinished(env: z.output<typeof envSchema>): void {
  const problems: string[] = [];
  if (!env.PUBLIC_URL) {
    problems.push(
      "PUBLIC_URL is not set. Set the address people use, as https://countersign.example.com",
    );
  } else if (!/^https:|^http:\/\/(localhost|127\.0\.0\.1)(:|$)/.test(env.PUBLIC_URL)) {
    problems.push("PUBLIC_URL must be https: sessions and grants travel over it.");
  }
  if (!env.RESEND_API_KEY) {
    problems.push("RESEND_API_KEY is not set. Make one at https://resend.com/api-keys");
  }
  if (problems.length > 0) throw new EnvError(problems);
}

let current: Env | undefined;

/** This process's environment, parsed on first use. */
export function env(): Env {
  return (current ??= loadEnv(process.env));
}

/** Whether Next runs its development server, which needs a wider script policy. */
export const isDevelopment = process.env.NODE_ENV === "development";
