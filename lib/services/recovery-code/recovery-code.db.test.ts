import { describe, expect, test } from "vitest";
import type { SignInMethod } from "@/lib/core/actor";
import { newId } from "@/lib/core/id";
import { RECOVERY_CODES } from "@/lib/core/recovery-code";
import { browserOf, visitorIn } from "@/test/browser";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { contextFor } from "../context";
import { findSession } from "../session/find";
import { reinstateUser } from "../user/reinstate";
import { suspendUser } from "../user/suspend";
import { countRecoveryCodes } from "./count";
import { beginMakingRecoveryCodes, makeRecoveryCodes } from "./make";
import { signInWithRecoveryCode } from "./sign-in";

const world = testWorld();
const sql = <R extends object>(text: string, values: readonly unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

/** The person in a browser, in a session that was begun by this method. */
async function signedIn({ id, ctx }: Reviewer, method: SignInMethod = "email") {
  const sessionId = newId("ses");
  await sql(
    `INSERT INTO sessions (id, token_hash, user_id, method, expires_at)
     VALUES ($1, $1, $2, $3, now() + interval '1 day')`,
    [sessionId, id, method],
  );
  return browserOf(world, { ...ctx.actor, sessionId, method });
}
const addPasskey = ({ id }: Reviewer) =>
  sql(
    `INSERT INTO passkeys (id, user_id, public_key, device_type, backed_up, name)
     VALUES ($1, $1, '\\x00', 'singleDevice', false, 'Phone')`,
    [id],
  );
const codesOf = async (reviewer: Reviewer) =>
  (await makeRecoveryCodes(await signedIn(reviewer), undefined)).codes;
const use = (email: string, code: string | undefined) =>
  signInWithRecoveryCode(visitorIn(world), { email, code: code ?? "" });

describe("recovery codes", () => {
  test("are ten, and none of them is stored", async () => {
    const robin = await world.addUser();
    const codes = await codesOf(robin);
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    const stored = JSON.stringify(await sql("SELECT * FROM recovery_codes"));
    const logged = JSON.stringify(await sql("SELECT data FROM audit_events"));
    for (const code of codes)
      for (const form of [code, code.replaceAll("-", "")])
        expect(stored + logged).not.toContain(form);
  });

  test("sign their owner in once each, however they are typed, and the owner is told by mail", async () => {
    const robin = await world.addUser();
    const [first, second] = await codesOf(robin);
    const session = await use(robin.email, first?.toUpperCase().replaceAll("-", " "));
    expect(await findSession(world.base, session.token)).toMatchObject({
      method: "recovery_code",
      account: { id: robin.id },
    });
    await expect(use(robin.email, first)).rejects.toMatchObject({ code: "invalid_proof" });
    await use(robin.email, second);
    const mails = await sql<{ payload: object }>(
      "SELECT payload FROM outbox WHERE recipient = $1 AND kind = 'recovery_code_used' ORDER BY created_at",
      [robin.email],
    );
    expect(mails.map(({ payload }) => payload)).toMatchObject([{ left: 9 }, { left: 8 }]);
    const events = await sql<{ action: string }>(
      "SELECT action FROM audit_events WHERE subject = $1 ORDER BY seq",
      [robin.id],
    );
    expect(events.map(({ action }) => action)).toEqual([
      "recovery_codes.made",
      "session.started",
      "recovery_code.used",
      "session.started",
      "recovery_code.used",
    ]);
    expect(await countRecoveryCodes(robin.ctx)).toMatchObject({ left: 8 });
  });

  test("of eight who bring the same code at once let one in", async () => {
    const robin = await world.addUser();
    const [code] = await codesOf(robin);
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => use(robin.email, code)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("are of no use beside another address, and the log names who was tried", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    const [code] = await codesOf(robin);
    await expect(use(kim.email, code)).rejects.toMatchObject({ code: "invalid_proof" });
    const [event] = await sql(
      "SELECT 1 FROM audit_events WHERE action = 'sign_in.refused' AND data->>'email' = $1",
      [kim.email],
    );
    expect(event).toBeDefined();
    await use(robin.email, code);
  });

  test("of before are void once there are new ones, also when two sets are made at once", async () => {
    const robin = await world.addUser();
    const [old] = await codesOf(robin);
    const browser = await signedIn(robin);
    await Promise.all([1, 2, 3].map(() => makeRecoveryCodes(browser, undefined)));
    expect(await countRecoveryCodes(robin.ctx)).toMatchObject({ left: RECOVERY_CODES });
    await expect(use(robin.email, old)).rejects.toMatchObject({ code: "invalid_proof" });
  });

  test("let nobody in who is suspended, and aren't spent by that", async () => {
    const robin = await world.addUser();
    const operator = contextFor(world.base, { kind: "operator", login: "root" });
    const [code] = await codesOf(robin);
    await suspendUser(operator, { user: robin.id });
    await expect(use(robin.email, code)).rejects.toMatchObject({ code: "unauthenticated" });
    await reinstateUser(operator, { user: robin.id });
    await use(robin.email, code);
  });
});

describe("where there is a passkey, codes are made", () => {
  test.each<SignInMethod>(["email", "link", "setup", "oidc", "recovery_code"])(
    "in no session begun by %s without a touch, and those of before stay",
    async (method) => {
      const robin = await world.addUser();
      const [code] = await codesOf(robin);
      await addPasskey(robin);
      const browser = await signedIn(robin, method);
      expect(await beginMakingRecoveryCodes(browser)).toMatchObject({
        challengeId: expect.anything(),
      });
      await expect(makeRecoveryCodes(browser, undefined)).rejects.toMatchObject({
        code: "step_up_required",
      });
      // Nor where the caller merely says that it is another kind of session.
      const lying = { ...browser, actor: { ...browser.actor, method: "passkey" as const } };
      await expect(makeRecoveryCodes(lying, undefined)).rejects.toMatchObject({
        code: "step_up_required",
      });
      await use(robin.email, code);
    },
  );

  test("in a session begun by passkey, without another touch", async () => {
    const robin = await world.addUser();
    await addPasskey(robin);
    const browser = await signedIn(robin, "passkey");
    expect(await beginMakingRecoveryCodes(browser)).toBeNull();
    expect((await makeRecoveryCodes(browser, undefined)).codes).toHaveLength(RECOVERY_CODES);
  });

  test("in no session that was ended meanwhile", async () => {
    const robin = await world.addUser();
    const browser = await signedIn(robin, "passkey");
    await sql("UPDATE sessions SET revoked_at = now() WHERE id = $1", [browser.actor.sessionId]);
    await expect(makeRecoveryCodes(browser, undefined)).rejects.toMatchObject({
      code: "step_up_required",
    });
  });

  test("by no touch that was asked for something else, or of somebody else", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    for (const reviewer of [robin, kim]) await addPasskey(reviewer);
    const browser = await signedIn(robin);
    const answer = { id: robin.id, response: {} };
    const stored = async (challenge: object) => {
      const row = { purpose: "step_up", userId: robin.id, reason: "recovery_codes", ...challenge };
      const id = newId("chl");
      await sql(
        `INSERT INTO challenges (id, purpose, challenge, user_id, context, expires_at)
         VALUES ($1, $2, 'c', $3, $4, now() + interval '1 minute')`,
        [id, row.purpose, row.userId, JSON.stringify({ reason: row.reason })],
      );
      return id;
    };
    for (const challenge of [
      { purpose: "sign_in", userId: null },
      { userId: kim.id },
      { reason: "something else" },
    ])
      await expect(
        makeRecoveryCodes(browser, { challengeId: await stored(challenge), response: answer }),
      ).rejects.toThrow(/took too long, or was tried twice/);
    await expect(
      makeRecoveryCodes(browser, { challengeId: await stored({}), response: { id: kim.id } }),
    ).rejects.toThrow(/isn't known here/);
  });
});
