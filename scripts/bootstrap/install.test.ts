import fs from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { testCheckout } from "@/test/checkout";

const checkout = testCheckout();
const RECORD = "node_modules/.package-lock.json";
const lockOf = (version: string) =>
  JSON.stringify({
    packages: {
      "": {},
      "node_modules/wanted": { version },
      "node_modules/elsewhere": { version: "1.0.0", optional: true, os: ["plan9"] },
      "node_modules/linked": { resolved: "linked", link: true },
    },
  });

/** In npm's place: installs what the lock says, with the record last, as npm does. */
const NPM = `
  const fs = require("node:fs");
  fs.mkdirSync("node_modules/wanted", { recursive: true });
  fs.writeFileSync("node_modules/wanted/package.json", "{}");
  fs.mkdirSync("node_modules/linked", { recursive: true });
  fs.writeFileSync("node_modules/linked/package.json", "{}");
  if (process.env.CUT_SHORT) process.kill(process.pid, "SIGKILL");
  const { packages } = JSON.parse(fs.readFileSync("package-lock.json"));
  delete packages["node_modules/elsewhere"];
  fs.writeFileSync("${RECORD}", JSON.stringify({ packages }));`;

beforeEach(() => {
  checkout.write("package-lock.json", lockOf("1.0.0"));
  checkout.write("package.json", "{}"); // whatever stands in a directory above
  checkout.write("npm.js", NPM);
});

async function install(environment: Record<string, string> = {}) {
  const script = checkout.run(
    `import { ensureInstalled } from "./scripts/bootstrap/install.mjs"; await ensureInstalled();`,
    { npm_execpath: checkout.file("npm.js"), ...environment },
  );
  const code = await script.ended;
  return { code, why: /Installing dependencies \((.*);/.exec(script.output())?.[1] };
}

test("what is installed isn't installed again", async () => {
  expect(await install()).toEqual({ code: 0, why: "none yet" });
  expect(await install()).toEqual({ code: 0, why: undefined });
});

test.each([
  [
    "another version is wanted",
    () => checkout.write("package-lock.json", lockOf("2.0.0")),
    "wanted should be 2.0.0",
  ],
  [
    "a package's folder is gone",
    () => fs.rmSync(checkout.file("node_modules/wanted"), { recursive: true }),
    "wanted is gone",
  ],
  [
    "npm's record was cut short",
    () => fs.truncateSync(checkout.file(RECORD), 20),
    "wanted should be 1.0.0",
  ],
])("dependencies are installed again when %s", async (_, harm, why) => {
  await install();
  harm();
  expect(await install()).toEqual({ code: 0, why });
  expect(await install()).toEqual({ code: 0, why: undefined });
});

test("an installation cut short by kill -9 is done again, though all seems there", async () => {
  await install();
  checkout.write("package-lock.json", lockOf("2.0.0"));
  expect((await install({ CUT_SHORT: "1" })).code).not.toBe(0);
  checkout.write("package-lock.json", lockOf("1.0.0"));
  expect(await install()).toEqual({ code: 0, why: "none yet" });
});
