import fs from "node:fs";
import { expect, test } from "vitest";
import { testCheckout } from "@/test/checkout";

const checkout = testCheckout();

/** Builds `built/` of `source`; "begun" is printed halfway. */
const build = (halfway = "") => `
  import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
  import { ensureMade } from "./scripts/bootstrap/target.mjs";
  await ensureMade([{
    name: "it",
    sources: ["source"],
    outputs: ["built"],
    async make() {
      mkdirSync("built", { recursive: true });
      writeFileSync("built/first", readFileSync("source"));
      console.log("begun");
      ${halfway}
      writeFileSync("built/second", readFileSync("source"));
    },
  }]);`;

async function builds(): Promise<boolean> {
  const script = checkout.run(build());
  expect(await script.ended).toBe(0);
  return script.output().includes("begun");
}

test("what is as it was built isn't built again", async () => {
  checkout.write("source", "one");
  expect(await builds()).toBe(true);
  expect(await builds()).toBe(false);
});

test.each([
  ["its source changed", () => checkout.write("source", "another")],
  ["it was deleted", () => fs.rmSync(checkout.file("built"), { recursive: true })],
  ["a part of it was deleted", () => fs.rmSync(checkout.file("built/second"))],
  ["a part of it was cut short", () => fs.truncateSync(checkout.file("built/first"), 1)],
  ["nobody knows of what it was built", () => fs.rmSync(checkout.file("dist/it.stamp"))],
])("it is built again when %s", async (_, harm) => {
  checkout.write("source", "one");
  await builds();
  harm();
  expect(await builds()).toBe(true);
  expect(await builds()).toBe(false);
});

test("a build cut short by kill -9 is built again", async () => {
  checkout.write("source", "one");
  await builds();
  checkout.write("source", "another");
  const killed = checkout.run(build("await new Promise(() => setInterval(() => {}, 1000));"));
  await killed.until(/begun/);
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(await builds()).toBe(true);
  expect(fs.readFileSync(checkout.file("built/second"), "utf8")).toBe("another");
});
