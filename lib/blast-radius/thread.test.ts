import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Thread } from "./thread";

const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-thread-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = path.join(directory, "worker.mjs");
writeFileSync(
  file,
  `import { parentPort, threadId } from "node:worker_threads";
   parentPort.on("message", (what) => {
     if (what === "spin") for (;;);
     if (what === "fill") for (const all = []; ; ) all.push(new Array(1000).fill(all.length));
     if (what === "break") throw new Error("broken");
     parentPort.postMessage({ threadId });
   });
   parentPort.postMessage("ready");`,
);
let threads = 0;
const open = (program = file) =>
  new Thread<string, { threadId: number }>({
    name: `test ${threads++}`,
    file: program,
    limits: { maxOldGenerationSizeMb: 32 },
    waitingMax: 3,
  });

describe("a thread", () => {
  it.each([
    ["takes too long", "spin", "timeout"],
    ["takes too much memory", "fill", "too_large"],
    ["breaks it", "break", "unavailable"],
  ])("says so of a question that %s, and answers the next one anew", async (_, what, fault) => {
    const thread = open();
    const first = await thread.ask("a", 20_000);
    const [bad, next] = await Promise.all([
      thread.ask(what, what === "spin" ? 100 : 20_000),
      thread.ask("b", 20_000),
    ]);
    expect(bad).toEqual({ fault });
    expect(next).toEqual({ threadId: expect.any(Number) });
    expect(next).not.toEqual(first);
  });

  it("turns away more than may wait, at once", async () => {
    const thread = open();
    const asked = Array.from({ length: 4 }, () => thread.ask("a", 20_000));
    expect((await Promise.all(asked)).map((answer) => "fault" in answer)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it("is unavailable where its program isn't there", async () => {
    expect(await open(path.join(directory, "none.mjs")).ask("a", 20_000)).toEqual({
      fault: "unavailable",
    });
  });
});
