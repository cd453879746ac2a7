import { createHash, generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SignInMethod } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { listPasskeys } from "@/lib/data/passkeys";
import { browserOf } from "@/test/browser";
import { addPasskey as addPasskeyOf } from "@/test/passkey";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { addPasskey, beginAddingPasskey } from "./add";
import { removePasskey } from "./remove";
import { beginChangingPasskeys } from "./touch";

const world = testWorld();
const sql = (text: string, values: readonly unknown[] = []) =>
  world.base.db.query({ text }, values);

/** The person in a browser, in a session that was begun so many minutes ago by this method. */
async function signedIn({ id, ctx }: Reviewer, method: SignInMethod, minutes = 0) {
  const sessionId = newId("ses");
  await sql(
    `INSERT INTO sessions (id, token_hash, user_id, method, created_at, expires_at)
     VALUES ($1, $1, $2, $3, now() - make_interval(mins => $4::int), now() + interval '1 day')`,
    [sessionId, id, method, minutes],
  );
  return browserOf(world, { ...ctx.actor, sessionId, method });
}
const idsOf = async ({ id }: Reviewer) => (await listPasskeys(world.base.db, id)).map((p) => p.id);
const REFUSED = { code: "step_up_required" };

describe("where there is a passkey, passkeys change", () => {
  test.each<[SignInMethod, number]>([
    ["email", 0],
    ["oidc", 0],
    ["passkey", 16],
    ["recovery_code", 16],
    ["link", 16],
  ])("in no session by %s of %i minutes ago without a touch", async (method, minutes) => {
    const robin = await world.addUser();
    const { id } = await addPasskeyOf(world, robin);
    const browser = await signedIn(robin, method, minutes);
    expect(await beginChangingPasskeys(browser)).not.toBeNull();
    await expect(removePasskey(browser, { id })).rejects.toMatchObject(REFUSED);
    await expect(beginAddingPasskey(browser)).rejects.toMatchObject(REFUSED);
    // Nor where the caller merely says that it is another kind of session.
    const lying = { ...browser, actor: { ...browser.actor, method: "passkey" as const } };
    await expect(removePasskey(lying, { id })).rejects.toMatchObject(REFUSED);
    expect(await idsOf(robin)).toEqual([id]);
  });

  test.each<SignInMethod>(["passkey", "recovery_code", "link", "setup"])(
    "in a session that has just begun by %s",
    async (method) => {
      const robin = await world.addUser();
      const { id } = await addPasskeyOf(world, robin);
      const browser = await signedIn(robin, method);
      expect(await beginChangingPasskeys(browser)).toBeNull();
      await beginAddingPasskey(browser);
      await removePasskey(browser, { id });
      expect(await idsOf(robin)).toEqual([]);
    },
  );

  test("by a touch, which is good once, for its own person and for nothing else", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    const [first, other] = [await addPasskeyOf(world, robin), await addPasskeyOf(world, robin)];
    await addPasskeyOf(world, kim);
    const browser = await signedIn(robin, "email");
    const touchOf = async () => {
      const asked = await beginChangingPasskeys(browser);
      if (!asked) throw new Error("no touch was asked for");
      return { challengeId: asked.challengeId, response: first.answer(asked.options) };
    };
    const touch = await touchOf();
    await expect(
      removePasskey(await signedIn(kim, "email"), { id: other.id, touch }),
    ).rejects.toMatchObject({ code: "invalid_proof" });
    await removePasskey(browser, { id: other.id, touch });
    await expect(removePasskey(browser, { id: first.id, touch })).rejects.toMatchObject({
      code: "invalid_proof",
    });
    const codes = await touchOf();
    await sql(`UPDATE challenges SET context = '{"reason": "recovery_codes"}' WHERE id = $1`, [
      codes.challengeId,
    ]);
    await expect(removePasskey(browser, { id: first.id, touch: codes })).rejects.toMatchObject({
      code: "invalid_proof",
    });
    expect(await idsOf(robin)).toEqual([first.id]);
    const begun = await beginAddingPasskey(browser, await touchOf());
    const added = await addPasskey(browser, { ...begun, response: registration(begun.options) });
    expect(await idsOf(robin)).toEqual([first.id, added.id]);
  });

  test("by no registration that was begun before there was one", async () => {
    const robin = await world.addUser();
    const browser = await signedIn(robin, "email");
    const begun = await beginAddingPasskey(browser);
    const { id } = await addPasskeyOf(world, robin);
    await expect(
      addPasskey(browser, { ...begun, response: registration(begun.options) }),
    ).rejects.toMatchObject(REFUSED);
    expect(await idsOf(robin)).toEqual([id]);
  });
});

test("who has no passkey adds one in any session of theirs that lives", async () => {
  const robin = await world.addUser();
  const browser = await signedIn(robin, "email", 60);
  expect(await beginChangingPasskeys(browser)).toBeNull();
  const begun = await beginAddingPasskey(browser);
  const ended = await signedIn(robin, "passkey");
  await sql("UPDATE sessions SET revoked_at = now() WHERE id = $1", [ended.actor.sessionId]);
  await expect(beginAddingPasskey(ended)).rejects.toMatchObject(REFUSED);
  const { id } = await addPasskey(browser, { ...begun, response: registration(begun.options) });
  expect(await idsOf(robin)).toEqual([id]);
});

/** What an authenticator answers when it makes a passkey: WebAuthn Level 3, §6.5.4, without attestation. */
function registration({ challenge }: Readonly<Record<string, unknown>>) {
  const { origin, hostname } = new URL(world.base.config.publicUrl);
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  const data = Buffer.concat([
    createHash("sha256").update(hostname).digest(),
    Buffer.from([0x45, 0, 0, 0, 0]), // present, verified, with a credential
    Buffer.alloc(16),
    Buffer.from([0, id.length]),
    id,
    Buffer.from("a5010203262001215820", "hex"),
    Buffer.from(x, "base64url"),
    Buffer.from("225820", "hex"),
    Buffer.from(y, "base64url"),
  ]);
  // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
  const attestation = Buffer.concat([
    Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex"),
    Buffer.from([data.length]),
    data,
  ]);
  const client = { type: "webauthn.create", challenge, origin };
  return {
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key",
    clientExtensionResults: {},
    response: {
      attestationObject: attestation.toString("base64url"),
      clientDataJSON: Buffer.from(JSON.stringify(client)).toString("base64url"),
      transports: [],
    },
  };
}
