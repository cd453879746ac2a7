import { expect, it } from "vitest";
import { newId } from "@/lib/core/id";
import { insertChallenge } from "@/lib/data/challenges";
import { testWorld } from "@/test/world";
import { contextFor } from "./context";
import { sweepDeadlines } from "./sweep";

const world = testWorld();

it("forgets challenges whose time is over, since anyone may have one made, and no others", async () => {
  const { db } = world.base;
  const [old, live] = [newId("chl"), newId("chl")];
  for (const id of [old, live])
    await insertChallenge(db, { id, purpose: "sign_in", challenge: id, userId: null });
  await db.query({ text: "UPDATE challenges SET expires_at = now() WHERE id = $1" }, [old]);
  await sweepDeadlines(contextFor(world.base, { kind: "system", task: "test" }));
  expect(await db.query({ text: "SELECT id FROM challenges" }, [])).toEqual([{ id: live }]);
});
