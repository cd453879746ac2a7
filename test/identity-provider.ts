import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, decodeJwt, type JWTPayload } from "jose";
import { Provider } from "oidc-provider";

/** What the provider says of a person, beside `sub`. */
export type Claims = Readonly<Record<string, unknown>>;

/** A real OpenID Connect provider, over HTTP on this machine, for one client. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** By `sub`. */
  readonly people: Map<string, Claims>;
  /** Whoever's browser comes next is signed in as this `sub`, without being asked. */
  signsIn: string;
  /** Dishonest: what stands in place of the ID token that it made. */
  forge: ((claims: JWTPayload, sign: Sign) => Promise<string>) | null;
  /** What a browser does at this address, until it is sent back to the app: the query that it brings. */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

/** Signs as the provider does, whatever it is given. */
export type Sign = (claims: JWTPayload) => Promise<string>;

export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: "provider", use: "sig", alg: "RS256" };
  const sign: Sign = (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "provider" }).sign(privateKey);

  // The issuer is its address, and that is known once it listens.
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { id: "countersign", secret: "a secret of tests only" };
  const people = new Map<string, Claims>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [redirectUri] }],
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => Promise.resolve({ sub, ...people.get(sub) }),
    }),
    claims: { email: ["email", "email_verified"], profile: ["name", "groups"] },
    cookies: { keys: ["of tests only"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [jwk] },
    // As the large providers do it: claims are in the ID token's stead at userinfo.
    conformIdTokenClaims: true,
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
  });
  provider.use(async (context, next) => {
    if (context.path.startsWith("/interaction/")) return letIn(context.req, context.res);
    await next();
    const body = context.body as { id_token?: string } | undefined;
    if (context.path === "/token" && body?.id_token && self.forge)
      context.body = { ...body, id_token: await self.forge(decodeJwt(body.id_token), sign) };
  });
  const answer = provider.callback();

  async function letIn(...call: Parameters<Provider["interactionDetails"]>): Promise<void> {
    const { params } = await provider.interactionDetails(...call);
    const grant = new provider.Grant({
      accountId: self.signsIn,
      clientId: String(params["client_id"]),
    });
    grant.addOIDCScope(String(params["scope"]));
    await provider.interactionFinished(...call, {
      login: { accountId: self.signsIn },
      consent: { grantId: await grant.save() },
    });
  }

  const self: IdentityProvider = {
    issuer,
    client,
    people,
    signsIn: "",
    forge: null,
    async visit(url) {
      const cookies = new Map<string, string>();
      for (let at = url; ;) {
        const response = await fetch(at, {
          redirect: "manual",
          headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
        });
        for (const line of response.headers.getSetCookie()) {
          const [name = "", value = ""] = (line.split(";")[0] ?? "").split("=");
          cookies.set(name, value);
        }
        const location = response.headers.get("location");
        if (location === null)
          throw new Error(
            `the provider answered ${response.status} at ${at}: ${await response.text()}`,
          );
        at = new URL(location, at).href;
        if (at.startsWith(redirectUri)) return new URL(at).search;
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return self;
}
