import { z } from "@hono/zod-openapi";

/** A JWK Set (RFC 7517 §5) of Ed25519 public keys (RFC 8037). */
export const JwksSchema = z
  .strictObject({
    keys: z.array(
      z.looseObject({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: z.string(),
        kid: z.string(),
      }),
    ),
  })
  .openapi("Jwks");

/** What `/.well-known/countersign` tells: absolute addresses under the configured origin. */
export const ConfigurationSchema = z
  .strictObject({
    issuer: z.string(),
    jwks_uri: z.string(),
    api_versions: z.array(z.string()),
    operations_endpoint: z.string(),
    preview_endpoint: z.string(),
    redemption_endpoint: z.string(),
    introspection_endpoint: z.string(),
    result_endpoint: z.string(),
    openapi_uri: z.string(),
    service_documentation: z.string(),
    grant_signing_alg_values_supported: z.array(z.string()),
    grant_typ: z.string(),
    artifact_kinds_supported: z.array(z.string()),
    key_kinds_supported: z.array(z.string()),
  })
  .openapi("Configuration");

export const HealthSchema = z.strictObject({ status: z.enum(["live", "ready"]) }).openapi("Health");
