import { createServer, type AddressInfo } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testCheckout } from "@/test/checkout";

const checkout = testCheckout();
const taken = createServer();
let port: number;

beforeEach(async () => {
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
  ({ port } = taken.address() as AddressInfo);
});
afterEach(() => taken.close());

/** What stands in the way of listening there. */
async function refusal(environment: Record<string, string>, announce = ""): Promise<string> {
  const script = checkout.run(
    `import fs from "node:fs";
    import { requirePort } from "./scripts/bootstrap/port.mjs";
    import { announceRunning } from "./scripts/bootstrap/running.mjs";
    ${announce}
    await requirePort(process.env).catch((error) => console.log(error.message));`,
    { COUNTERSIGN_DIR: ".", ...environment },
  );
  expect(await script.ended).toBe(0);
  return script.output();
}

const PORT = () => ({ PORT: String(port) });
/** As an app does that listens there: here, this process. */
const announced = () => `
  announceRunning(".", {
    pid: process.ppid,
    url: "http://127.0.0.1:${port}",
    publicUrl: "http://localhost:${port}",
  });`;

test("a port that another program has is told at once, with another one to take", async () => {
  expect(await refusal(PORT())).toBe(
    `Port ${port} is in use by another program. Choose another one: PORT=${port + 1} npm start\n`,
  );
});

test("a second start is told that Countersign runs already, and where", async () => {
  expect(await refusal(PORT(), announced())).toContain(
    `Countersign runs already: http://localhost:${port} (process ${process.pid}). Stop that one first`,
  );
});

test("what a killed app announced isn't believed when its number is another program's", async () => {
  const reused = `
    const text = fs.readFileSync("runtime.json", "utf8");
    fs.writeFileSync("runtime.json", text.replace(/"mark": ".*"/, '"mark": "1"'));`;
  expect(await refusal(PORT(), announced() + reused)).toMatch(/in use by another program/);
});

test("an address that the machine doesn't have is named", async () => {
  expect(await refusal({ ...PORT(), HOST: "192.0.2.1" })).toBe(
    "This machine doesn't have the address HOST=192.0.2.1.\n",
  );
});

test("a free port is no reason to complain, nor what lib/env.ts will refuse", async () => {
  taken.close();
  expect(await refusal(PORT())).toBe("");
  expect(await refusal({ PORT: "eighty" })).toBe("");
});
