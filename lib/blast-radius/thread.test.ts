import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { afterAll, describe, expect, it } from "vitest";
import { Thread, type ThreadSettings } from "./thread";

const directory = mkdtempSync(path.join(os.tmpdir(), "countersign-thread-"));
afterAll(() => rmSync(directory, { recursive: true }));
const file = path.join(directory, "worker.mjs");
writeFileSync(
  file,
  `import { BroadcastChannel, parentPort, threadId } from "node:worker_threads";
   const starts = new BroadcastChannel("countersign-thread-test-starts");
   starts.postMessage(threadId);
   starts.close();
   parentPort.on("message", (what) => {
     if (what === "spin") for (;;);
     if (what === "fill") for (const all = []; ; ) all.push(new Array(1000).fill(all.length));
     if (what === "break") throw new Error("broken");
     parentPort.postMessage({ threadId });
   });
   parentPort.postMessage("ready");`,
);
let threads = 0;
const open = (program = file, settings: Partial<ThreadSettings> = {}) =>
  new Thread<string, { threadId: number }>({
    name: `test ${threads++}`,
    file: program,
    limits: { maxOldGenerationSizeMb: 32 },
    waitingMax: 3,
    waitMsMax: 20_000,
    spare: false,
    ...settings,
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

  it("turns away who has waited too long, and answers the next one", async () => {
    const thread = open(file, { waitMsMax: 50 });
    const asked = [thread.ask("spin", 200), thread.ask("a", 20_000)];
    expect(await Promise.all(asked)).toEqual([{ fault: "timeout" }, { fault: "busy" }]);
    expect(await thread.ask("b", 20_000)).toEqual({ threadId: expect.any(Number) });
  });

  it("has another at hand as soon as one is given up, where it is told to", async () => {
    const starts = new BroadcastChannel("countersign-thread-test-starts");
    const started: number[] = [];
    let told: () => void = () => undefined;
    starts.onmessage = ({ data }) => {
      started.push(data as number);
      told();
    };
    const thread = open(file, { spare: true });
    await thread.ask("break", 20_000);
    while (started.length < 2) await new Promise<void>((resolve) => (told = resolve));
    starts.close();
    expect(await thread.ask("a", 20_000)).toEqual({ threadId: started[1] });
  });

  it("is unavailable where its program isn't there", async () => {
    expect(await open(path.join(directory, "none.mjs")).ask("a", 20_000)).toEqual({
      fault: "unavailable",
    });
  });
});
