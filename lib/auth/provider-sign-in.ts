import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomPKCECodeVerifier,
  type ClientAuth,
  type Configuration,
} from "openid-client";
import { newToken } from "@/lib/core/bearer-token";
import type { ProviderIdentity, ProviderSignIn, ProviderTrust } from "@/lib/core/sign-in";

/** Where the provider sends the browser back to; registered there. */
export const PROVIDER_RETURN_PATH = "/sign-in/return";

export interface ProviderSettings {
  readonly publicUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly name: string;
  readonly groupsClaim: string;
  readonly trust: ProviderTrust;
}

/** The provider is asked while a person waits. */
const TIMEOUT_S = 10;
const CLOCK_TOLERANCE_S = 30;
/** So that a provider's new endpoints are found without a restart. */
const DISCOVERY_TTL_MS = 10 * 60_000;

/**
 * Sign-in at an OpenID Connect provider. The ID token's signature is checked although it comes from the
 * token endpoint itself, where the standard would do without: no proxy in between is believed.
 */
export function providerSignIn(settings: ProviderSettings): ProviderSignIn {
  const redirectUri = new URL(PROVIDER_RETURN_PATH, settings.publicUrl).href;
  return {
    name: settings.name,
    trust: settings.trust,

    async begin() {
      const config = await discovered(settings);
      const begun = {
        state: newToken(),
        nonce: newToken(),
        codeVerifier: randomPKCECodeVerifier(),
      };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        response_type: "code",
        scope: settings.scope,
        state: begun.state,
        nonce: begun.nonce,
        code_challenge: await calculatePKCECodeChallenge(begun.codeVerifier),
        code_challenge_method: "S256",
      });
      return { ...begun, url: url.href };
    },

    async finish(query, begun) {
      const config = await discovered(settings);
      const answer = new URL(redirectUri);
      answer.search = query;
      const tokens = await authorizationCodeGrant(config, answer, {
        expectedState: begun.state,
        expectedNonce: begun.nonce,
        pkceCodeVerifier: begun.codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error("no ID token");
      return identityOf(settings, {
        ...(await userInfo(config, settings, claims, tokens.access_token)),
        ...claims,
      });
    },
  };
}

type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

/** Many providers keep all but `sub` out of the ID token; the answer has to name the same `sub`. */
async function userInfo(
  config: Configuration,
  settings: ProviderSettings,
  claims: Claims,
  accessToken: string,
): Promise<Readonly<Record<string, unknown>>> {
  const isWhole =
    claims["email"] !== undefined &&
    (settings.trust.groups === null || claims[settings.groupsClaim] !== undefined);
  if (isWhole || !config.serverMetadata().userinfo_endpoint) return {};
  return fetchUserInfo(config, accessToken, claims.sub);
}

function identityOf({ groupsClaim }: ProviderSettings, claims: Claims): ProviderIdentity {
  const text = (claim: unknown) => (typeof claim === "string" && claim !== "" ? claim : null);
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: text(claims["email"]),
    // The word "true" is no proof: some providers send it for what a user typed in.
    emailVerified: claims["email_verified"] === true,
    name: text(claims["name"]),
    groups: [claims[groupsClaim] ?? []].flat().filter((group) => typeof group === "string"),
  };
}

const known = new Map<string, { config: Promise<Configuration>; until: number }>();

/** The provider's metadata, kept for a while; a failure isn't. */
function discovered(settings: ProviderSettings): Promise<Configuration> {
  const key = `${settings.issuer} ${settings.clientId}`;
  const kept = known.get(key);
  if (kept && kept.until > Date.now()) return kept.config;
  const issuer = new URL(settings.issuer);
  const config = discovery(
    issuer,
    settings.clientId,
    { [clockTolerance]: CLOCK_TOLERANCE_S },
    clientSecret(settings.clientSecret),
    {
      timeout: TIMEOUT_S,
      // Plain http is for a provider on this machine only: lib/env.ts refuses any other.
      execute: [
        enableNonRepudiationChecks,
        ...(issuer.protocol === "http:" ? [allowInsecureRequests] : []),
      ],
    },
  );
  known.set(key, { config, until: Date.now() + DISCOVERY_TTL_MS });
  config.catch(() => known.delete(key));
  return config;
}

/** In the header, as every provider must take it unless its metadata says otherwise. */
function clientSecret(secret: string): ClientAuth {
  const basic = ClientSecretBasic(secret);
  const post = ClientSecretPost(secret);
  return (server, ...request) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...request);
  };
}
