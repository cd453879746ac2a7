import fs from "node:fs";
import { expect, test } from "vitest";
import { testCheckout } from "@/test/checkout";

const checkout = testCheckout();
const FOREVER = "await new Promise(() => setInterval(() => {}, 1000));";

const command = (work: string) => `
  import fs from "node:fs";
  import { step } from "./scripts/bootstrap/step.mjs";
  import { untilStopped } from "./scripts/bootstrap/lifetime.mjs";
  await untilStopped(async ({ onStop }) => { ${work} });`;

const opensTwo = `
  onStop(async () => console.log("first closed"));
  onStop(async () => console.log("second closed"));
  console.log("open");`;

test("Ctrl-C, which npm repeats, closes what is open, once and last first", async () => {
  const script = checkout.run(command(opensTwo) + FOREVER);
  await script.until(/open/);
  script.child.kill("SIGINT");
  script.child.kill("SIGINT");
  expect(await script.ended).toBe(0);
  expect(script.output().match(/\w+ closed/g)).toEqual(["second closed", "first closed"]);
});

test("a failure closes what is open already, and is told", async () => {
  const script = checkout.run(command(`${opensTwo} throw new Error("no more");`));
  expect(await script.ended).toBe(1);
  expect(script.output()).toContain("Error: no more");
  expect(script.output()).toContain("second closed\nfirst closed");
});

test("asked to end while it installs or builds, a command ends that too", async () => {
  const script = checkout.run(
    command(`
      onStop(async () => console.log("closed"));
      await step("Building", process.execPath, ["-e", "fs.writeFileSync('draft', String(process.pid)); fs.renameSync('draft', 'pid'); setInterval(() => {}, 1000)"]);`),
  );
  await expect.poll(() => fs.existsSync(checkout.file("pid")), { timeout: 30_000 }).toBe(true);
  const step = Number(fs.readFileSync(checkout.file("pid"), "utf8"));
  script.child.kill("SIGTERM");
  expect(await script.ended).toBe(0);
  expect(script.output()).toContain("closed");
  expect(() => process.kill(step, 0)).toThrow(/ESRCH/);
});

test.each([
  [
    "by a shell",
    `spawn("sh", ["-c", '"$0" --input-type=module -e "$1"; true', process.execPath, command])`,
  ],
  ["without one", `spawn(process.execPath, ["--input-type=module", "-e", command])`],
])("a killed npm, which ran the command %s, takes it along", async (_, spawned) => {
  const npm = checkout.run(
    `
    import { spawn } from "node:child_process";
    const command = process.env.COMMAND;
    const child = ${spawned};
    child.stdout.pipe(process.stdout);`,
    {
      npm_lifecycle_event: "start",
      COMMAND:
        command(`
        onStop(async () => fs.writeFileSync("closed", ""));
        console.log("open");`) + FOREVER,
    },
  );
  await npm.until(/open/);
  npm.child.kill("SIGKILL");
  await expect.poll(() => fs.existsSync(checkout.file("closed")), { timeout: 30_000 }).toBe(true);
});

test("a reader of its output that goes away doesn't end it with all left open", async () => {
  const script = checkout.run(
    command(`
      onStop(async () => fs.writeFileSync("closed", ""));
      console.log("open");
      process.stdin.once("data", () => { console.log("unread"); console.error("unread"); });
      process.stdin.once("end", () => process.kill(process.pid, "SIGTERM"));`) + FOREVER,
  );
  await script.until(/open/);
  script.child.stdout.destroy();
  script.child.stderr.destroy();
  script.child.stdin.end("write!");
  expect(await script.ended).toBe(0);
  expect(fs.existsSync(checkout.file("closed"))).toBe(true);
});

test("what the file system refuses is told in a sentence", async () => {
  const error = `Object.assign(new Error("EACCES: permission denied, open"), { code: "EACCES", path: "/srv/x" })`;
  const script = checkout.run(command(`throw ${error};`));
  expect(await script.ended).toBe(1);
  expect(script.output()).toMatch(
    /^\n\/srv\/x: permission denied\. The user who starts Countersign/,
  );
});
