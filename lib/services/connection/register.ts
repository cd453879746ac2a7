import {
  RegisterConnectionSchema,
  type ConnectionView,
  type RegisterConnection,
} from "@/lib/contract/connection";
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
  new DomainError("validation_failed", "This connection can't be used.", {
    errors: [{ pointer: "/url", detail }],
  });

/** Of what a URL may say to the driver, these are all that a connection needs. */
const PARAMETERS = ["sslmode", "application_name", "connect_timeout"];

function addressOf(text: string): { host: string; port: number } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname || !url.username || url.pathname.length < 2)
    throw refusedUrl(
      "It needs a role, a host and a database: postgresql://role:password@host/database.",
    );
  const other = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (other !== undefined)
    throw refusedUrl(`The parameter "${other}" isn't taken; only ${PARAMETERS.join(", ")}.`);
  return { host: url.hostname, port: Number(url.port || 5432) };
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

function whyNot(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === "28P01" || code === "28000") return "The server refuses this role and password.";
  if (code === "3D000") return "The server has no such database.";
  if (code === "ENOTFOUND") return "There is no such host.";
  if (code === "ECONNREFUSED") return "Nothing listens at this host and port.";
  return "The database couldn't be looked into within 8 seconds. Check host, port and TLS.";
}
