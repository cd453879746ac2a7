import { describe, expect, test } from "vitest";
import { newToken } from "@/lib/core/bearer-token";
import { SESSION_ABSOLUTE_S, SESSION_IDLE_S } from "@/lib/data/sessions";
import { visitorIn } from "@/test/browser";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { endSessionsOf } from "../user/end-sessions";
import { endAllSessions, endSession } from "./end";
import { findSession } from "./find";
import { listSessions } from "./list";
import { startSession } from "./start";

const world = testWorld();
const sql = <R extends object>(text: string, values: readonly unknown[] = []) =>
  world.base.db.query<R>({ text }, values);

const start = ({ id: userId }: Reviewer, sessionToken: string | null = null) =>
  world.base.db.transaction((tx) =>
    startSession(visitorIn(world, { sessionToken }), tx, { userId, method: "email" }),
  );
const find = (token: string) => findSession(world.base, token);
const age = (token: Promise<{ id: string } | null>, column: string, by_s: number) =>
  token.then((session) =>
    sql(`UPDATE sessions SET ${column} = ${column} - make_interval(secs => $2) WHERE id = $1`, [
      session?.id,
      by_s,
    ]),
  );

describe("a session", () => {
  test("lasts as long as it is used, up to the absolute limit and not beyond", async () => {
    const robin = await world.addUser();
    const { token, expiresAt } = await start(robin);
    const lifetime_s = (expiresAt.getTime() - Date.now()) / 1000;
    expect(lifetime_s).toBeGreaterThan(SESSION_ABSOLUTE_S - 60);
    expect(lifetime_s).toBeLessThanOrEqual(SESSION_ABSOLUTE_S + 60);
    await age(find(token), "expires_at", SESSION_ABSOLUTE_S - 60);
    expect(await find(token)).toMatchObject({ account: { id: robin.id } });
    await age(find(token), "expires_at", 120);
    expect(await find(token)).toBeNull();
  });

  test("that nobody used for a day is over; use keeps it alive", async () => {
    const robin = await world.addUser();
    const { token } = await start(robin);
    for (let day = 0; day < 3; day++) {
      await age(find(token), "last_seen_at", SESSION_IDLE_S - 60);
      expect(await find(token)).not.toBeNull();
    }
    await age(find(token), "last_seen_at", SESSION_IDLE_S + 1);
    expect(await find(token)).toBeNull();
    expect((await listSessions(robin.ctx)).map(({ id }) => id)).toEqual([
      robin.ctx.actor.sessionId,
    ]);
  });

  test("ends when its browser signs in again, and the new one has another token", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    const before = await start(robin);
    const after = await start(kim, before.token);
    expect(after.token).not.toBe(before.token);
    expect(await find(before.token)).toBeNull();
    expect(await find(after.token)).toMatchObject({ account: { id: kim.id } });
  });

  test("is found by its token only, of which the database has none", async () => {
    const robin = await world.addUser();
    const { token } = await start(robin);
    expect(await find(newToken())).toBeNull();
    expect(JSON.stringify(await sql("SELECT * FROM sessions"))).not.toContain(token);
    expect(JSON.stringify(await sql("SELECT * FROM audit_events"))).not.toContain(token);
  });
});

describe("a person's sessions", () => {
  test("are ended by themselves, one or all, and by nobody else's id for them", async () => {
    const [robin, kim] = [await world.addUser(), await world.addUser()];
    const [one, two] = [await start(robin), await start(robin)];
    const id = (await find(one.token))?.id ?? "";
    await expect(endSession(kim.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
    await endSession(robin.ctx, { id });
    expect(await find(one.token)).toBeNull();
    expect(await find(two.token)).not.toBeNull();
    expect(await endAllSessions(robin.ctx)).toEqual({ ended: 2 });
    expect(await find(two.token)).toBeNull();
  });

  test("are all ended by an admin, who leaves the person free to sign in again", async () => {
    const [admin, robin] = [await world.addUser({ role: "admin" }), await world.addUser()];
    const { token } = await start(robin);
    expect(await endSessionsOf(admin.ctx, { user: robin.id })).toEqual({ ended: 2 });
    expect(await find(token)).toBeNull();
    expect(await find((await start(robin)).token)).not.toBeNull();
    const events = await sql<{ data: object }>(
      `SELECT data FROM audit_events WHERE action = 'session.ended' AND actor->>'id' = $1`,
      [admin.id],
    );
    expect(events.map(({ data }) => data)).toEqual([{ by: "admin" }, { by: "admin" }]);
  });

  test("begin for nobody who isn't here", async () => {
    const visitor = visitorIn(world);
    await expect(
      world.base.db.transaction((tx) =>
        startSession(visitor, tx, { userId: "usr_nobody", method: "email" }),
      ),
    ).rejects.toMatchObject({ code: "unauthenticated" });
  });
});
