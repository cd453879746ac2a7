import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signUnsubscription } from "@/lib/core/unsubscribe-token";
import { describeApi } from "@/test/api";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";

const world = testWorld();
const SECRET = `whsec_${randomBytes(24).toString("base64")}`;
const sql = <R extends object>(text: string, values: unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

const bounceOf = (to: string, type = "Permanent") =>
  JSON.stringify({
    type: "email.bounced",
    created_at: "2026-11-25T14:00:00.000Z",
    data: { to: [to], bounce: { type, subType: "General", message: "No such mailbox" } },
  });
const signed = (
  body: string,
  { id = `msg_${randomBytes(8).toString("hex")}`, at = new Date() } = {},
) => ({
  "svix-id": id,
  "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
  "svix-signature": new Webhook(SECRET).sign(id, at, body),
});
const standing = async (person: Reviewer) =>
  (
    await sql<{ reason: string | null; muted: string[] }>(
      "SELECT mail_bounce_reason AS reason, muted_mails AS muted FROM users WHERE id = $1",
      [person.id],
    )
  )[0];

describeApi(
  world,
  (api) => {
    const post = (raw: string, headers: Record<string, string>) =>
      api.call("POST", "/api/v1/webhooks/resend", { raw, headers });

    describe("what Resend tells of a mail", () => {
      it("marks an address that bounces for good, tells the other admins, and counts once", async () => {
        const robin = await world.addUser();
        const alex = await world.addUser({ role: "admin" });
        const body = bounceOf(`Robin <${robin.email.toUpperCase()}>`);
        const headers = signed(body);
        expect((await post(body, headers)).status).toBe(204);
        expect((await standing(robin))?.reason).toBe("General: No such mailbox");
        await sql(
          "UPDATE users SET mail_bounced_at = NULL, mail_bounce_reason = NULL WHERE id = $1",
          [robin.id],
        );
        expect((await post(body, headers)).status).toBe(204);
        expect((await standing(robin))?.reason).toBeNull();
        const told = await sql(
          "SELECT 1 FROM outbox WHERE kind = 'bounced' AND recipient = $1 AND payload ->> 'user_id' = $2",
          [alex.email, robin.id],
        );
        expect(told).toHaveLength(1);
      });

      it("leaves alone what bounces for now, or is about somebody else", async () => {
        const robin = await world.addUser();
        for (const body of [
          bounceOf(robin.email, "Transient"),
          bounceOf("x@example.com"),
          "{}",
          "no",
        ])
          expect((await post(body, signed(body))).status).toBe(204);
        expect((await standing(robin))?.reason).toBeNull();
      });

      it("is refused unless it is signed, over these bytes, and fresh", async () => {
        const robin = await world.addUser();
        const body = bounceOf(robin.email);
        const other = new Webhook(`whsec_${randomBytes(24).toString("base64")}`);
        const old = new Date(Date.now() - 6 * 60_000);
        const now = signed(body);
        for (const headers of [
          {},
          { ...now, "svix-signature": other.sign(now["svix-id"], new Date(), body) },
          { ...now, "svix-signature": "" },
          { ...now, "svix-id": "msg_other" },
          signed(`${body} `),
          signed(body, { at: old }),
        ])
          expect((await post(body, headers as Record<string, string>)).status).toBe(401);
        const large = JSON.stringify({ pad: "x".repeat(65 * 1024) });
        expect((await post(large, signed(large))).status).toBe(413);
        expect((await standing(robin))?.reason).toBeNull();
      });
    });

    describe("a mail program's unsubscribe button", () => {
      const tokenOf = (person: Reviewer) =>
        signUnsubscription({ userId: person.id, choice: "decided" }, world.base.config.keyPepper);
      const press = (token: string, raw = "List-Unsubscribe=One-Click") =>
        api.send(`/api/v1/unsubscribe?token=${encodeURIComponent(token)}`, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: raw,
        });

      it("turns off that kind for that person, without a session, and nothing else", async () => {
        const [robin, kim] = [await world.addUser(), await world.addUser()];
        expect((await press(tokenOf(robin))).status).toBe(204);
        expect((await press(tokenOf(robin))).status).toBe(204);
        expect((await standing(robin))?.muted).toEqual(["decided"]);
        expect((await standing(kim))?.muted).toEqual([]);
      });

      it("does nothing on GET and HEAD, with a forged token, or with another form", async () => {
        const robin = await world.addUser();
        const token = tokenOf(robin);
        for (const method of ["GET", "HEAD"]) {
          const { status, headers } = await api.send(`/api/v1/unsubscribe?token=${token}`, {
            method,
            redirect: "manual",
          });
          expect(status).toBe(303);
          expect(headers.get("location")).toBe(
            `${world.base.config.publicUrl}/unsubscribe?token=${encodeURIComponent(token)}`,
          );
        }
        for (const forged of [
          token.replace("decided", "outcome"),
          token.replace("decided", "approval_needed"),
          token.replace(robin.id, (await world.addUser()).id),
          `${token}x`,
          "",
        ])
          expect((await press(forged)).status).toBe(404);
        expect((await press(token, "")).status).toBe(422);
        expect((await standing(robin))?.muted).toEqual([]);
      });
    });
  },
  { RESEND_WEBHOOK_SECRET: SECRET },
);

describeApi(world, (api) => {
  it("has no receiver for Resend where no secret is set", async () => {
    const answer = await api.call("POST", "/api/v1/webhooks/resend", { raw: "{}" });
    expect(answer.status).toBe(404);
  });
});
