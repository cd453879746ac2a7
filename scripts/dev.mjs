// `npm run dev`: Next's development server on the instance's own database, for work on the pages.
// The REST API answers too, mounted by its route in app/. PORT and COUNTERSIGN_DIR as with start.
import { spawn } from "node:child_process";
import { ensureBundled, ensurePrismaClient } from "./bootstrap/bundle.mjs";
import { ensureInstalled } from "./bootstrap/install.mjs";
import { openInstanceVisibly } from "./bootstrap/instance.mjs";
import { untilStopped } from "./bootstrap/lifetime.mjs";
import { inProject, requireNode, root } from "./bootstrap/project.mjs";
import { announceRunning, withdrawRunning } from "./bootstrap/running.mjs";

requireNode();
process.chdir(root);

await untilStopped(async ({ onStop, isEnding, end }) => {
  await ensureInstalled();
  await ensurePrismaClient();
  await ensureBundled(["heavy-worker"]);
  const instance = await openInstanceVisibly();
  onStop(() => instance.close());
  if (isEnding()) return;
  const { PORT, HOST, PUBLIC_URL } = instance.env;
  const next = inProject("node_modules/next/dist/bin/next");
  const child = spawn(process.execPath, [next, "dev", "-H", HOST, "-p", String(PORT)], {
    stdio: "inherit",
    env: { ...instance.environment, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  void exited.then((code) => end(code ?? 1));
  onStop(async () => {
    child.kill();
    await exited;
  });
  announceRunning(instance.directory, {
    pid: process.pid,
    url: `http://${HOST}:${PORT}`,
    publicUrl: PUBLIC_URL,
    databaseUrl: instance.databaseDirectory ? null : instance.env.DATABASE_URL,
    deployment: instance.env.DEPLOYMENT,
  });
  onStop(async () => withdrawRunning(instance.directory));
});
