// `node scripts/run.mjs NAME …`: runs a command of the project (admin, demo, bench) with the secrets and the
// database of the instance; beside a running app, or on its own for as long as the command takes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ensureBundled, ensurePrismaClient } from "./bootstrap/bundle.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { openInstance } from "./bootstrap/instance.mjs";
import { untilStopped } from "./bootstrap/lifetime.mjs";
import { inProject, requireNode, root } from "./bootstrap/project.mjs";

requireNode();
process.chdir(root);
const [name, ...args] = process.argv.slice(2);

await untilStopped(async ({ onStop, isEnding, end }) => {
  await ensureInstalled();
  await ensurePrismaClient();
  await ensureBundled(["instance", name]);
  const instance = await openInstance({ besideRunning: true });
  onStop(() => instance.close());
  if (isEnding()) return;
  const child = spawn(
    process.execPath,
    ["--enable-source-maps", inProject(`dist/${name}.js`), ...args],
    {
      stdio: "inherit",
      env: instance.environment,
    },
  );
  const ended = once(child, "exit");
  onStop(async () => {
    // What it has to put right at its end, it does before the prompt is back and the database gone.
    child.kill();
    await ended;
  });
  child.once("exit", (code) => end(code ?? 1));
});
