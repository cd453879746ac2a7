import { parseApiKey } from "@/client/protocol/api-key";
import type { ActorOf } from "@/lib/core/actor";
import { apiKeySecretMatches } from "@/lib/core/api-key";
import { DomainError } from "@/lib/core/error";
import { isId, type Id, type IdPrefix } from "@/lib/core/id";
import { findKeyForAuthentication, type KeyForAuthentication } from "@/lib/data/key-lookup";
import { contextFor, type ServiceBase, type ServiceContext } from "../context";

export type KeyActor = ActorOf<"agent" | "enforcement_point" | "admin_key" | "audit_key">;

const BEARER = /^bearer +(\S+) *$/i;
/** Compared with when a key isn't known, so that this takes as long. */
const NO_HMAC = new Uint8Array(32);

/**
 * Who a request's `Authorization: Bearer csk_…` speaks for. Looked up each time: a key that is revoked
 * is refused from the next request on. Errors: unauthenticated, key_revoked, key_expired.
 */
export async function authenticateKey(
  base: ServiceBase,
  presented: { header: string | undefined; requestId: string },
): Promise<ServiceContext<KeyActor>> {
  if (presented.header === undefined)
    throw new DomainError("unauthenticated", "Send an API key: Authorization: Bearer csk_…");
  const parsed = parseApiKey(BEARER.exec(presented.header)?.[1] ?? "");
  if (!parsed.ok)
    throw new DomainError(
      "unauthenticated",
      parsed.reason === "mistyped"
        ? "This API key's checksum is wrong: a character is missing or changed. Copy it again."
        : "This is no API key. Send one as Authorization: Bearer csk_…",
    );
  const stored = await findKeyForAuthentication(base.db, parsed.keyId);
  const matches = apiKeySecretMatches(
    parsed.secret,
    stored?.secretHmac ?? NO_HMAC,
    base.config.keyPepper,
  );
  if (!stored || !matches || stored.kind !== parsed.kind)
    throw new DomainError("unauthenticated", "This API key isn't known here.");
  // Only whoever holds the secret learns what became of the key.
  if (stored.revoked)
    throw new DomainError("key_revoked", "This API key was revoked; ask an admin for a new one.");
  if (stored.expired)
    throw new DomainError("key_expired", "This API key has expired; ask an admin for a new one.");
  if (stored.disabled)
    throw new DomainError("key_revoked", "What this API key belongs to was disabled by an admin.");
  return contextFor(base, actorOf(stored), presented.requestId);
}

function actorOf(key: KeyForAuthentication): KeyActor {
  const apiKeyId = typed("key", key.id);
  switch (key.kind) {
    case "agent":
      return { kind: "agent", agentId: typed("agt", key.agentId), apiKeyId, scope: key.scope };
    case "enforce":
      if (key.audience === null) throw new Error("an enforcement key without an enforcement point");
      return {
        kind: "enforcement_point",
        enforcementPointId: typed("ep", key.enforcementPointId),
        audience: key.audience,
        apiKeyId,
      };
    case "admin":
      return { kind: "admin_key", apiKeyId };
    case "audit":
      return { kind: "audit_key", apiKeyId };
  }
}

function typed<P extends IdPrefix>(prefix: P, value: unknown): Id<P> {
  if (!isId(prefix, value)) throw new Error(`a stored id isn't of the form ${prefix}_…`);
  return value;
}
