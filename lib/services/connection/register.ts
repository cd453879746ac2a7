import {
  RegisterConnectionSchema,
  type ConnectionView,
  type RegisterConnection,
} from "@/lib/contract/connection";
import { ConnectionUrlError, readConnectionUrl } from "@/lib/core/connection-url";
import { DomainError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { sealSecret } from "@/lib/core/sealed-secret";
import { findConnection, insertConnection } from "@/lib/data/connections";
import { findEnvironment } from "@/lib/data/environments";
import { openReadOnlySession } from "@/lib/data/read-only-session";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { inspectConnection, type Inspection } from "./inspect";
import { connectionView } from "./view";

const TEST_MS_MAX = 8_000;

/**
 * Registers a live database, after looking into it. A role that can do more than read is refused.
 * Errors: already_exists, validation_failed (environment, url).
 */
export async function registerConnection(
  ctx: ServiceContext,
  input: RegisterConnection,
): Promise<ConnectionView> {
  requireAdministrator(ctx);
  const { name, environment, resources, url } = parseInput(RegisterConnectionSchema, input);
  const { host, port } = addressOf(url);
  const found = await look(url);
  if (found.tooMuch.length > 0)
    throw refusedUrl(
      `This role may do more than read: ${found.tooMuch.join("; ")}. Make one that can only read.`,
    );
  return administer(ctx, async (models, tx) => {
    const place = await findEnvironment(models, environment);
    if (!place)
      throw unknownReference("/environment", `No environment is called "${environment}".`);
    const id = newId("con");
    const { tooMuch: _, ...identity } = found;
    const inserted = await insertConnection(tx, {
      id,
      name,
      environmentId: place.id,
      pattern: resources,
      urlEncrypted: sealSecret(url, id, ctx.config.keyEncryptionKey),
      host,
      port,
      ...identity,
    });
    if (!inserted)
      throw new DomainError("already_exists", `There is a connection "${name}" already.`);
    await record(ctx, tx, {
      action: "connection.registered",
      subject: id,
      data: { name, environment: place.slug, resources, host, port, ...identity },
    });
    const stored = await findConnection(tx, id);
    if (!stored) throw new Error("the connection that was just made is gone");
    return connectionView(stored);
  });
}

const refusedUrl = (detail: string): DomainError =>
  new DomainError("validation_failed", detail, {
    errors: [{ pointer: "/url", detail }],
  });

function addressOf(url: string): { host: string; port: number } {
  try {
    return readConnectionUrl(url);
  } catch (error) {
    if (error instanceof ConnectionUrlError) throw refusedUrl(error.message);
    throw error;
  }
}

/** The driver's message may quote the URL, so it goes nowhere. */
async function look(url: string): Promise<Inspection> {
  try {
    const session = await openReadOnlySession(url, TEST_MS_MAX);
    try {
      return await inspectConnection(session);
    } finally {
      await session.close();
    }
  } catch (error) {
    throw refusedUrl(whyNot(error));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  "28P01": "The server refuses this role and password.",
  "28000": "The server refuses this role, or lets it in only in another way (pg_hba.conf, TLS).",
  "3D000": "The server has no such database.",
  "08P01":
    "What answers isn't PostgreSQL itself: a pooler refuses the start-up options. Give the server's own address.",
  "53300": "The server has no connection left.",
  "57P03": "The server is starting up or shutting down.",
  ENOTFOUND: "There is no such host.",
  EAI_AGAIN: "The host's name can't be looked up just now.",
  ECONNREFUSED: "Nothing listens at this host and port.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another name.",
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The server's certificate is signed by nobody that is trusted here.",
  SELF_SIGNED_CERT_IN_CHAIN: "The server's certificate is signed by nobody that is trusted here.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "The server's certificate is signed by nobody that is trusted here.",
};

function whyNot(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && Object.hasOwn(REASONS, code)
    ? (REASONS[code] ?? "")
    : `The database couldn't be looked into within ${TEST_MS_MAX / 1000} seconds. Check host, port and TLS.`;
}
