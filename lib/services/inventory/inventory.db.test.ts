import { beforeAll, describe, expect, it } from "vitest";
import { IMPORT_RESOURCES_MAX, RECOVERY_POINTS_MAX } from "@/lib/contract/inventory";
import { DomainError } from "@/lib/core/error";
import { testWorld } from "@/test/world";
import { contextFor, type ServiceContext } from "../context";
import { addRecoveryPoint } from "./add-recovery-point";
import { importInventory } from "./import";
import { importInventoryText } from "./import-text";
import { listInventory } from "./list";
import { registerResource } from "./register";
import { removeResource } from "./remove";

const world = testWorld();
let operator: ServiceContext;
beforeAll(() => {
  operator = contextFor(world.base, { kind: "operator", login: "root" });
});

const volume = (pattern: string) => ({
  type: "railway.volume",
  pattern,
  environment: "production",
});
const all = async () => (await listInventory(operator, { limit: 200 })).items;
const patterns = async () => (await all()).map(({ pattern }) => pattern);
const events = (subject: string) =>
  world.base.db.query<{ action: string; data: Record<string, unknown> }>(
    { text: "SELECT action, data FROM audit_events WHERE subject = $1 ORDER BY seq" },
    [subject],
  );
const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) return error;
  throw new Error(`not refused: ${String(error)}`);
};

describe("the log", () => {
  it("says what was registered, what changed and to what, and what was removed", async () => {
    const { resource } = await registerResource(operator, volume("logged"));
    await registerResource(operator, { ...volume("logged"), environment: "staging" });
    await addRecoveryPoint(operator, { resource: resource.id, name: "Nightly" });
    await removeResource(operator, { id: resource.id });
    expect(await events(resource.id)).toMatchObject([
      {
        action: "inventory.registered",
        data: { pattern: "logged", environment: "production", criticality: "medium" },
      },
      {
        action: "inventory.changed",
        data: { type: "railway.volume", pattern: "logged", environment: "staging" },
      },
      { action: "inventory.removed", data: { environment: "staging" } },
    ]);
    expect((await events(resource.id))[1]?.data).not.toHaveProperty("criticality");
  });
});

describe("an import", () => {
  it("with one fault stores nothing and says nothing in the log", async () => {
    const before = await patterns();
    const count = async () =>
      (
        await world.base.db.query<{ n: string }>(
          { text: "SELECT count(*) AS n FROM audit_events" },
          [],
        )
      )[0]?.n;
    const logged = await count();
    const faulty = [
      { resources: [volume("one"), { ...volume("two"), environment: "nowhere" }] },
      { resources: [volume("one"), volume("one")] },
      {
        resources: [
          volume("one"),
          { ...volume("two"), recovery_points: [{ name: "a" }, { name: "a" }] },
        ],
      },
      {
        csv: "type,pattern,environment\nrailway.volume,one,production\nrailway.volume,two,nowhere",
      },
    ];
    for (const input of faulty) {
      const { code, extra } = await refusal(importInventory(operator, input));
      expect([code, extra.errors?.length], JSON.stringify(input)).toEqual(["validation_failed", 1]);
    }
    expect(await patterns()).toEqual(before);
    expect(await count()).toBe(logged);
  });

  it("replaces what has the same type and pattern, which keeps its id, and leaves the rest", async () => {
    const { resource } = await registerResource(operator, {
      ...volume("kept"),
      recovery_points: [{ name: "Old" }],
    });
    await registerResource(operator, volume("other"));
    const done = await importInventory(operator, {
      resources: [
        { ...volume("kept"), name: "new", recovery_points: [{ name: "New" }] },
        volume("added"),
      ],
    });
    expect(done).toEqual({ created: 1, replaced: 1, recovery_points: 1 });
    const now = (await all()).find(({ pattern }) => pattern === "kept");
    expect(now).toMatchObject({ id: resource.id, name: "new", recovery_points: [{ name: "New" }] });
    expect(await patterns()).toEqual(expect.arrayContaining(["other", "added"]));
  });

  it("takes a file as people have it: CSV, a JSON list, or the API's own form", async () => {
    const list = JSON.stringify([volume("text-json")]);
    for (const text of [
      "type,pattern,environment\nrailway.volume,text-csv,production",
      list,
      `{"resources": ${list}}`,
    ])
      expect(await importInventoryText(operator, { text })).toMatchObject({ recovery_points: 0 });
    for (const text of ["[", '[{"type": "a", "type": "b"}]', "{}", "[]", "", "\u0000"])
      expect((await refusal(importInventoryText(operator, { text }))).code).toBe(
        "validation_failed",
      );
  });

  it("of as many resources as it may have takes one transaction, well within its limit", async () => {
    const resources = Array.from({ length: IMPORT_RESOURCES_MAX }, (_, i) => ({
      ...volume(`bulk-${i}`),
      recovery_points: [{ name: "Nightly" }],
    }));
    expect(await importInventory(operator, { resources })).toMatchObject({
      created: IMPORT_RESOURCES_MAX,
      recovery_points: IMPORT_RESOURCES_MAX,
    });
    expect(
      (await refusal(importInventory(operator, { resources: [...resources, volume("x")] }))).code,
    ).toBe("validation_failed");
  });
});

it("stars in a row are one, so that a pattern is registered once", async () => {
  const { resource } = await registerResource(operator, volume("a**b"));
  expect(resource.pattern).toBe("a*b");
  expect((await registerResource(operator, volume("a*b"))).created).toBe(false);
});

it("of eight racing to register the same resource one creates it, and it is there once", async () => {
  const results = await Promise.all(
    Array.from({ length: 8 }, () => registerResource(operator, volume("raced"))),
  );
  expect(results.filter(({ created }) => created)).toHaveLength(1);
  expect((await patterns()).filter((pattern) => pattern === "raced")).toHaveLength(1);
});

it("a resource has no more recovery points than a person would read", async () => {
  const { resource } = await registerResource(operator, {
    ...volume("full"),
    recovery_points: Array.from({ length: RECOVERY_POINTS_MAX }, (_, i) => ({ name: `copy ${i}` })),
  });
  const add = (name: string) => addRecoveryPoint(operator, { resource: resource.id, name });
  expect((await refusal(add("one more"))).code).toBe("validation_failed");
  await add("copy 0"); // what is there may be said again
});
