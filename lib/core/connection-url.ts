/** Where a PostgreSQL is and who looks into it, as a URL says. */
export interface ConnectionAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** `verified`: encrypted, and the server's certificate is checked against the host's name. */
  readonly tls: "verified" | "unverified" | "off";
}

/** A URL that can't be used; `message` says why, and never holds the URL. */
export class ConnectionUrlError extends Error {
  override readonly name = "ConnectionUrlError";
}

const TLS: Readonly<Record<string, ConnectionAddress["tls"]>> = {
  "verify-full": "verified",
  // Weaker than verify-full with libpq; there is no reason to check less than the name.
  "verify-ca": "verified",
  require: "verified",
  "no-verify": "unverified",
  disable: "off",
};
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|::1)$/;

/**
 * Reads `postgresql://role:password@host:port/database?sslmode=…`. Nothing else of what a driver would
 * take from a URL, or from the process's environment, is let in. Throws ConnectionUrlError.
 */
export function readConnectionUrl(text: string): ConnectionAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname || !url.username || url.pathname.length < 2)
    throw new ConnectionUrlError(
      "It needs a role, a host and a database: postgresql://role:password@host/database.",
    );
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (!/^[a-z0-9._:-]+$/i.test(host))
    throw new ConnectionUrlError("It needs one host, by name or address; no socket's path.");
  const other = [...url.searchParams.keys()].find((name) => name !== "sslmode");
  if (other !== undefined)
    throw new ConnectionUrlError(`The parameter "${other}" isn't taken; only sslmode is.`);
  return {
    host,
    port: Number(url.port || 5432),
    database: decoded(url.pathname.slice(1)),
    user: decoded(url.username),
    password: decoded(url.password),
    tls: tlsOf(url.searchParams.get("sslmode"), host),
  };
}

function tlsOf(mode: string | null, host: string): ConnectionAddress["tls"] {
  if (mode === null && THIS_MACHINE.test(host)) return "off";
  const tls = mode === null ? undefined : Object.hasOwn(TLS, mode) && TLS[mode];
  if (tls) return tls;
  throw new ConnectionUrlError(
    "Say how the connection is protected: sslmode=verify-full, or sslmode=disable where nobody can listen.",
  );
}

function decoded(part: string): string {
  let text;
  try {
    text = decodeURIComponent(part);
  } catch {
    throw new ConnectionUrlError("A percent sign in it isn't followed by two hexadecimal digits.");
  }
  // NUL ends a string in the protocol: what follows would be read as a further setting.
  if (/\p{Cc}/u.test(text)) throw new ConnectionUrlError("It holds a control character.");
  return text;
}
