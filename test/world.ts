import { afterAll, beforeAll } from "vitest";
import { testDatabase } from "./database";
import { makeWorld, type World } from "./seed";

/** Call once at the top of a test file; read `world` inside tests and hooks only. */
export function testWorld(): World {
  const database = testDatabase();
  const world = {} as World;
  beforeAll(async () => {
    Object.assign(world, await makeWorld(database.url));
  });
  afterAll(async () => {
    await world.base.changes.close();
    await world.base.db.close();
  });
  return world;
}
