import fs from "node:fs";
import { expect, test } from "vitest";
import { testCheckout } from "@/test/checkout";

const checkout = testCheckout();
const lock = () => fs.readFileSync(checkout.file(".preparing"), "utf8");

/** Holds the lock until its standard input ends. */
const turn = (name: string) => `
  import { appendFileSync } from "node:fs";
  import { exclusively } from "./scripts/bootstrap/exclusively.mjs";
  const note = (text) => (appendFileSync("order", text + "\\n"), console.log(text));
  await exclusively(async () => {
    note("${name} begins");
    for await (const _ of process.stdin);
    note("${name} ends");
  });`;

test("two that install or build in one checkout take turns", async () => {
  const first = checkout.run(turn("first"));
  await first.until(/first begins/);
  const second = checkout.run(turn("second"));
  second.child.stdin.end();
  await second.until(new RegExp(`Waiting for process ${first.pid}`));
  first.child.stdin.end();
  expect([await first.ended, await second.ended]).toEqual([0, 0]);
  expect(fs.readFileSync(checkout.file("order"), "utf8").trim().split("\n")).toEqual([
    "first begins",
    "first ends",
    "second begins",
    "second ends",
  ]);
  expect(fs.readdirSync(checkout.directory).sort()).toEqual(["order", "scripts"]);
});

test("the lock of one that was killed is taken over", async () => {
  const first = checkout.run(turn("first"));
  await first.until(/first begins/);
  first.child.kill("SIGKILL");
  await first.ended;
  const second = checkout.run(turn("second"));
  second.child.stdin.end();
  expect(await second.ended).toBe(0);
});

test("what a killed start left installing or building is ended before the next begins", async () => {
  const first = checkout.run(`
    import { exclusively } from "./scripts/bootstrap/exclusively.mjs";
    import { step } from "./scripts/bootstrap/step.mjs";
    await exclusively(() => step("Building", process.execPath, ["-e", "setInterval(() => {}, 1000)"]));`);
  await expect
    .poll(() => fs.existsSync(checkout.file(".preparing")) && lock(), { timeout: 30_000 })
    .toMatch(/\n\d+ .+\n/);
  const step = Number(/\n(\d+) /.exec(lock())?.[1]);
  first.child.kill("SIGKILL");
  await first.ended;
  const second = checkout.run(turn("second"));
  second.child.stdin.end();
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain(`Ending process ${step}`);
});

test("a lock whose process number was given to another program is nobody's", async () => {
  checkout.write(".preparing", `${process.pid} 1\n`);
  const script = checkout.run(turn("next"));
  script.child.stdin.end();
  expect(await script.ended).toBe(0);
});
