import type { z } from "@hono/zod-openapi";
import { API_KEY_KINDS } from "@/client/protocol/api-key";
import { ConfigurationSchema, JwksSchema } from "@/lib/contract/discovery";
import { ArtifactSchema } from "@/lib/contract/operation";
import { publicKeys } from "@/lib/services/grant/jwks";
import { endpoint } from "./endpoint";
import type { Mount } from "./mount";

const tag = "Discovery";

const jwks = endpoint({
  method: "get",
  operationId: "getJwks",
  summary: "Public keys that grants are signed with",
  description:
    "The next key is published ahead of its use, a retired one until its last grant has expired.",
  tag,
  key: "none",
  answers: { 200: { description: "A JWK Set (RFC 7517).", schema: JwksSchema } },
  handle: async ({ c, ctx }) => c.json(await publicKeys(ctx)),
});

const configuration = endpoint({
  method: "get",
  operationId: "getConfiguration",
  summary: "Where everything is",
  tag,
  key: "none",
  answers: { 200: { description: "This deployment's addresses.", schema: ConfigurationSchema } },
  async handle({ c, ctx }) {
    const { publicUrl } = ctx.config;
    const v1 = `${publicUrl}/api/v1`;
    return c.json({
      issuer: publicUrl,
      jwks_uri: `${publicUrl}/.well-known/jwks.json`,
      api_versions: ["v1"],
      operations_endpoint: `${v1}/operations`,
      preview_endpoint: `${v1}/operations/preview`,
      redemption_endpoint: `${v1}/grants/redeem`,
      introspection_endpoint: `${v1}/grants/introspect`,
      result_endpoint: `${v1}/redemptions/{redemption_id}/result`,
      openapi_uri: `${v1}/openapi.json`,
      service_documentation: `${publicUrl}/docs/api`,
      grant_signing_alg_values_supported: ["EdDSA"],
      grant_typ: "exec-grant+jwt",
      artifact_kinds_supported: ArtifactSchema.options.map(({ shape }) => shape.kind.value),
      key_kinds_supported: [...API_KEY_KINDS],
    } satisfies z.infer<typeof ConfigurationSchema>);
  },
});

export function mountDiscovery({ resource }: Mount): void {
  resource("/.well-known/jwks.json", jwks);
  resource("/.well-known/countersign", configuration);
}
