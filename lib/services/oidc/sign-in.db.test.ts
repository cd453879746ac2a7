import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from "jose";
import { PROVIDER_RETURN_PATH, providerSignIn } from "@/lib/auth/provider-sign-in";
import { newToken } from "@/lib/core/bearer-token";
import type { ProviderTrust } from "@/lib/core/sign-in";
import { visitorIn } from "@/test/browser";
import {
  startIdentityProvider,
  type Claims,
  type IdentityProvider,
} from "@/test/identity-provider";
import { testWorld } from "@/test/world";
import { contextFor, type ServiceContext } from "../context";
import { addMember } from "../group/add-member";
import { createGroup } from "../group/create";
import { listGroups } from "../group/list";
import { inviteUser } from "../user/invite";
import { listUsers } from "../user/list";
import { suspendUser } from "../user/suspend";
import { beginAtProvider } from "./begin";
import { signInAtProvider } from "./sign-in";

const world = testWorld();
let idp: IdentityProvider;
let operator: ServiceContext;
beforeAll(async () => {
  idp = await startIdentityProvider(world.base.config.publicUrl + PROVIDER_RETURN_PATH);
  operator = contextFor(world.base, { kind: "operator", login: "root" });
});
afterAll(() => idp.close());
beforeEach(() => {
  idp.forge = null;
});

const NOBODY: ProviderTrust = { groups: null, adminGroup: null, admits: false };
const providerWith = (trust: Partial<ProviderTrust> = {}) =>
  providerSignIn({
    publicUrl: world.base.config.publicUrl,
    issuer: idp.issuer,
    clientId: idp.client.id,
    clientSecret: idp.client.secret,
    scope: "openid email profile",
    name: "Example ID",
    groupsClaim: "groups",
    trust: { ...NOBODY, ...trust },
  });

const browser = (trust?: Partial<ProviderTrust>, browserToken = newToken()) =>
  visitorIn(world, { provider: providerWith(trust), browserToken });

/** Who comes back from the provider, in the browser that went there. */
async function goAs(sub: string, claims: Claims, visitor = browser()) {
  idp.people.set(sub, claims);
  idp.signsIn = sub;
  const { url } = await beginAtProvider(visitor, { next: "/history" });
  return { visitor, url, query: await idp.visit(url) };
}
async function signIn(sub: string, claims: Claims, trust?: Partial<ProviderTrust>) {
  const { visitor, query } = await goAs(sub, claims, browser(trust));
  return signInAtProvider(visitor, { query });
}

const sql = <R extends object>(text: string, values: readonly unknown[] = []) =>
  world.base.db.query<R>({ text }, values);
const count = async (table: "sessions" | "accounts" | "users") =>
  (await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;
const personOf = async (session: { token: string }) => {
  const { findSession } = await import("../session/find");
  const live = await findSession(world.base, session.token);
  return live && { id: live.account.id, email: live.account.email, method: live.method };
};
const verified = (email: string, more: Claims = {}) => ({ email, email_verified: true, ...more });

describe("signing in at the provider", () => {
  test("signs in whom the verified address names, and leads on to the page that was wanted", async () => {
    const robin = await world.addUser();
    const session = await signIn("robin", verified(robin.email.toUpperCase()));
    expect(session.next).toBe("/history");
    expect(await personOf(session)).toEqual({ id: robin.id, email: robin.email, method: "oidc" });
  });

  test("after the first time `sub` decides, whatever address the provider names by now", async () => {
    const first = await world.addUser();
    const second = await world.addUser();
    await signIn("sub-decides", verified(first.email));
    const again = await signIn("sub-decides", verified(second.email));
    expect(await personOf(again)).toMatchObject({ id: first.id });
    expect(await personOf(await signIn("sub-decides", {}))).toMatchObject({ id: first.id });
  });

  test("accepts an invitation, with the role and groups that it names, once", async () => {
    const address = "kim@example.com";
    await inviteUser(operator, { email: address, name: "Kim", role: "auditor", groups: ["sre"] });
    await signIn("kim", verified(address));
    const kim = (await listUsers(operator)).find(({ email }) => email === address);
    expect(kim).toMatchObject({ name: "Kim", role: "auditor", groups: ["sre"] });
    const open = await sql("SELECT 1 FROM links WHERE email = $1 AND consumed_at IS NULL", [
      address,
    ]);
    expect(open).toEqual([]);
  });

  test("ends the session that the browser had before", async () => {
    const robin = await world.addUser();
    const before = await signIn("rotates", verified(robin.email));
    const visitor = visitorIn(world, { provider: providerWith(), sessionToken: before.token });
    const { query } = await goAs("rotates", verified(robin.email), visitor);
    const after = await signInAtProvider(visitor, { query });
    expect(await personOf(before)).toBeNull();
    expect(await personOf(after)).toMatchObject({ id: robin.id });
  });
});

/** Nothing may have begun, and the log says that it was tried. */
async function expectRefused(attempt: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = [await count("sessions"), await count("accounts"), await count("users")];
  const refusals = () => sql("SELECT 1 FROM audit_events WHERE action = 'sign_in.refused'");
  const { length } = await refusals();
  await expect(attempt()).rejects.toMatchObject(refusal);
  expect([await count("sessions"), await count("accounts"), await count("users")]).toEqual(before);
  expect(await refusals()).toHaveLength(length + 1);
}

describe("nobody is signed in", () => {
  test("in another browser than the one that went to the provider, and there it still works", async () => {
    const robin = await world.addUser();
    const { visitor, query } = await goAs("bound", verified(robin.email));
    for (const browserToken of [newToken(), null])
      await expectRefused(
        () =>
          signInAtProvider(visitorIn(world, { provider: providerWith(), browserToken }), { query }),
        { code: "link_spent" },
      );
    expect(await personOf(await signInAtProvider(visitor, { query }))).toMatchObject({
      id: robin.id,
    });
  });

  test.each([
    ["another state", (query: URLSearchParams) => query.set("state", newToken())],
    ["no state", (query: URLSearchParams) => query.delete("state")],
    ["two states", (query: URLSearchParams) => query.append("state", newToken())],
    ["another issuer", (query: URLSearchParams) => query.set("iss", "https://evil.example.org")],
    ["no issuer, from a provider that names it", (query: URLSearchParams) => query.delete("iss")],
    ["another code", (query: URLSearchParams) => query.set("code", newToken())],
    ["two codes", (query: URLSearchParams) => query.append("code", newToken())],
    ["the provider's refusal", (query: URLSearchParams) => query.set("error", "access_denied")],
  ])("by an answer with %s", async (_, change) => {
    const robin = await world.addUser();
    const { visitor, query } = await goAs(newToken(), verified(robin.email));
    const changed = new URLSearchParams(query);
    change(changed);
    await expectRefused(() => signInAtProvider(visitor, { query: `?${changed}` }), {
      code: expect.stringMatching(/^(link_spent|invalid_proof)$/),
    });
  });

  test("by the same answer a second time", async () => {
    const robin = await world.addUser();
    const { visitor, query } = await goAs("replay", verified(robin.email));
    await signInAtProvider(visitor, { query });
    await expectRefused(() => signInAtProvider(visitor, { query }), { code: "link_spent" });
  });

  test("of eight who bring the same answer at once, more than one", async () => {
    const robin = await world.addUser();
    const { visitor, query } = await goAs("race", verified(robin.email));
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => signInAtProvider(visitor, { query })),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("by somebody else's code in one's own answer", async () => {
    const [robin, mallory] = [await world.addUser(), await world.addUser()];
    const stolen = await goAs("victim", verified(robin.email));
    const own = await goAs("mallory", verified(mallory.email));
    const query = new URLSearchParams(own.query);
    query.set("code", new URLSearchParams(stolen.query).get("code") ?? "");
    await expectRefused(() => signInAtProvider(own.visitor, { query: `?${query}` }), {
      code: "invalid_proof",
    });
  });

  const elsewhere = generateKeyPair("RS256");
  type Sign = (claims: JWTPayload) => Promise<string>;
  test.each<[string, (claims: JWTPayload, sign: Sign) => Promise<string>]>([
    ["another nonce", (claims, sign) => sign({ ...claims, nonce: newToken() })],
    ["no nonce", (claims, sign) => sign({ ...claims, nonce: undefined })],
    ["another issuer", (claims, sign) => sign({ ...claims, iss: "https://evil.example.org" })],
    ["another audience", (claims, sign) => sign({ ...claims, aud: "another-app" })],
    ["a time that has passed", (claims, sign) => sign({ ...claims, exp: 1_700_000_000 })],
    ["another sub than userinfo's", (claims, sign) => sign({ ...claims, sub: "somebody-else" })],
    ["no signature (alg none)", async (claims) => new UnsecuredJWT(claims).encode()],
    [
      "a signature by another key",
      async (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "RS256", kid: "provider" })
          .sign((await elsewhere).privateKey),
    ],
    [
      "a signature by the client's secret",
      async (claims) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256" })
          .sign(new TextEncoder().encode(idp.client.secret)),
    ],
    [
      "another content than was signed",
      async (claims, sign) => {
        const [head, , signature] = (await sign(claims)).split(".");
        const body = Buffer.from(JSON.stringify({ ...claims, sub: "victim" })).toString(
          "base64url",
        );
        return [head, body, signature].join(".");
      },
    ],
  ])("by an ID token with %s", async (_, forge) => {
    const robin = await world.addUser();
    const { visitor, query } = await goAs("forged", verified(robin.email));
    idp.forge = forge;
    await expectRefused(() => signInAtProvider(visitor, { query }), { code: "invalid_proof" });
  });

  test("by way of another address to return to: the provider knows one, and ours names that", async () => {
    const { url } = await goAs("redirect", verified((await world.addUser()).email));
    const asked = new URL(url);
    expect(asked.searchParams.get("redirect_uri")).toBe("http://localhost:3000/sign-in/return");
    expect(asked.searchParams.get("code_challenge_method")).toBe("S256");
    asked.searchParams.set("redirect_uri", "https://evil.example.org/sign-in/return");
    await expect(idp.visit(asked.href)).rejects.toThrow(/answered 400/);
  });

  test.each<[string, (email: string) => Claims]>([
    ["an address that isn't verified", (email) => ({ email, email_verified: false })],
    ["an address of which it says nothing", (email) => ({ email })],
    ["an address that is verified by a word", (email) => ({ email, email_verified: "true" })],
    ["no address", () => ({ email_verified: true })],
    ["an address that only looks alike", (email) => verified(email.replace("@", "＠"))],
    ["an address that nobody has here", () => verified("nobody@example.com")],
  ])("whose provider names %s", async (_, claims) => {
    const robin = await world.addUser();
    await expectRefused(() => signIn(newToken(), claims(robin.email)), { code: "forbidden" });
  });

  test("who names the address of someone who signs in with another account", async () => {
    const robin = await world.addUser();
    await signIn("the-owner", verified(robin.email));
    await expectRefused(() => signIn("the-impostor", verified(robin.email)), { code: "forbidden" });
  });

  test("who is suspended, the first time or later", async () => {
    const [first, later] = [await world.addUser(), await world.addUser()];
    await signIn("later", verified(later.email));
    for (const { id } of [first, later]) await suspendUser(operator, { user: id });
    await expectRefused(() => signIn("first", verified(first.email)), { code: "unauthenticated" });
    await expectRefused(() => signIn("later", verified(later.email)), { code: "unauthenticated" });
  });
});

describe("the provider's groups", () => {
  const trust = {
    groups: new Map([
      ["platform", "oncall"],
      ["dba", "databases"],
    ]),
  };
  beforeAll(async () => {
    for (const slug of ["oncall", "databases", "byhand"]) await createGroup(operator, { slug });
  });
  const standingVersion = () => sql("SELECT standing_version FROM installation");
  const groupsOf = async (id: string) =>
    (await listUsers(operator)).find((person) => person.id === id)?.groups;

  test("are joined and left at each sign-in, and what was made by hand stays", async () => {
    const robin = await world.addUser({ member: false });
    await addMember(operator, { group: "byhand", user: robin.id });
    await addMember(operator, { group: "databases", user: robin.id });
    const withGroups = (groups: unknown) =>
      signIn("grouped", verified(robin.email, { groups }), trust);
    await withGroups(["platform", "dba", "unknown", 7]);
    expect(await groupsOf(robin.id)).toEqual(["byhand", "databases", "oncall"]);
    const oncall = (await listGroups(operator)).find(({ slug }) => slug === "oncall");
    expect(oncall?.members).toMatchObject([{ id: robin.id, source: "provider" }]);
    await withGroups(["dba"]);
    expect(await groupsOf(robin.id)).toEqual(["byhand", "databases"]);
    await withGroups("platform");
    expect(await groupsOf(robin.id)).toEqual(["byhand", "databases", "oncall"]);
    await withGroups(undefined);
    expect(await groupsOf(robin.id)).toEqual(["byhand", "databases"]);
    const changes = await sql<{ data: object }>(
      `SELECT data FROM audit_events WHERE action = 'group.changed' AND data->>'source' = 'provider'
        AND $1 IN (data->>'added', data->>'removed') ORDER BY seq`,
      [robin.id],
    );
    expect(changes.map(({ data }) => Object.keys(data).includes("added"))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test("that are as they were make no claim wait or begin again", async () => {
    const robin = await world.addUser({ member: false });
    const again = (groups: string[]) =>
      signIn("unchanged", verified(robin.email, { groups }), trust);
    await addMember(operator, { group: "databases", user: robin.id });
    await again(["platform", "dba"]);
    const before = await standingVersion();
    await again(["platform", "dba"]);
    await again(["platform"]);
    expect(await standingVersion()).toEqual(before);
    await again([]);
    expect(await standingVersion()).not.toEqual(before);
  });

  test("that an admin confirms by hand are no longer the provider's to take away", async () => {
    const robin = await world.addUser({ member: false });
    await signIn("confirmed", verified(robin.email, { groups: ["platform"] }), trust);
    await addMember(operator, { group: "oncall", user: robin.id });
    await signIn("confirmed", verified(robin.email, { groups: [] }), trust);
    expect(await groupsOf(robin.id)).toEqual(["oncall"]);
  });

  test("admit nobody unless they were told to, and reviewers only", async () => {
    const newcomer = (name: string, groups: string[], more: Partial<ProviderTrust>) =>
      signIn(name, verified(`${name}@example.com`, { name, groups }), { ...trust, ...more });
    for (const more of [{}, { adminGroup: "admins" }])
      await expect(newcomer("early", ["platform", "admins"], more)).rejects.toMatchObject({
        code: "forbidden",
      });
    await newcomer("ada", ["platform", "admins"], { admits: true });
    await newcomer("grace", ["admins"], { admits: true, adminGroup: "admins" });
    await expect(
      newcomer("nobody", ["strangers"], { admits: true, adminGroup: "admins" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const people = await listUsers(operator);
    expect(people.filter(({ name }) => ["ada", "grace"].includes(name))).toMatchObject([
      { name: "ada", role: "reviewer", groups: ["oncall"] },
      { name: "grace", role: "admin", groups: [] },
    ]);
  });

  test("that admit somebody outdate the claims of who was alone until then", async () => {
    const before = await standingVersion();
    const admin = { ...trust, admits: true, adminGroup: "admins" };
    await signIn("second", verified("second@example.com", { groups: ["admins"] }), admin);
    expect(await standingVersion()).not.toEqual(before);
  });

  test("make no admin of who is here already", async () => {
    const robin = await world.addUser({ role: "reviewer" });
    const admin = { ...trust, admits: true, adminGroup: "admins" };
    await signIn("stays", verified(robin.email, { groups: ["admins"] }), admin);
    const person = (await listUsers(operator)).find(({ id }) => id === robin.id);
    expect(person?.role).toBe("reviewer");
  });
});

test("a provider that isn't who it was configured to be sends nobody anywhere", async () => {
  const provider = providerSignIn({
    publicUrl: world.base.config.publicUrl,
    issuer: `${idp.issuer.replace("127.0.0.1", "localhost")}`,
    clientId: "other",
    clientSecret: idp.client.secret,
    scope: "openid",
    name: "Example ID",
    groupsClaim: "groups",
    trust: NOBODY,
  });
  await expect(beginAtProvider(visitorIn(world, { provider }), {})).rejects.toMatchObject({
    code: "unavailable",
  });
});
