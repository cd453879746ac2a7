// `npm start`: from a fresh clone to a running Countersign. Plain Node, since nothing else may be
// there yet: installs and builds what is missing, readies the database, serves until Ctrl-C.
import { ensureInstalled } from "./bootstrap/install.mjs";
import { openInstanceVisibly } from "./bootstrap/instance.mjs";
import { explain, untilStopped } from "./bootstrap/lifetime.mjs";
import { requireNode, root } from "./bootstrap/project.mjs";
import { ensureBuilt } from "./build.mjs";

requireNode();
process.chdir(root);
try {
  await ensureInstalled();
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

await untilStopped(async ({ onStop, isEnding }) => {
  // Before the build, which takes long: a mistake in the configuration is told at once.
  const { instance, announceRunning, readRunning, withdrawRunning } = await openInstanceVisibly();
  onStop(() => instance.close());
  await ensureBuilt();
  if (isEnding()) return;

  Object.assign(process.env, instance.environment, { NODE_ENV: "production" });
  const { serve } = await import("../dist/server.js");
  const server = await serve().catch((error) => {
    throw error.code === "EADDRINUSE" ? portTaken(error, readRunning(instance.directory)) : error;
  });
  onStop(() => server.stop());
  announceRunning(instance.directory, {
    pid: process.pid,
    url: server.url,
    publicUrl: server.publicUrl,
    databaseUrl: instance.databaseDirectory ? null : instance.env.DATABASE_URL,
  });
  onStop(async () => withdrawRunning(instance.directory));
  console.log(banner(instance, server));
});

function portTaken({ port }, running) {
  const who = running
    ? `Countersign, which runs already (process ${running.pid})`
    : "another program";
  const error = new Error(
    `Port ${port} is in use by ${who}. Choose another one: PORT=${port + 1} npm start`,
  );
  error.name = "StartError";
  return error;
}

function banner({ directory, databaseDirectory, env }, { publicUrl, setupLink }) {
  const mail = env.RESEND_API_KEY
    ? `sent through Resend from ${env.MAIL_FROM}`
    : `printed here, and kept in ${env.MAIL_DIRECTORY} (set RESEND_API_KEY to send it)`;
  const lines = [
    ["Open", publicUrl],
    setupLink && ["First admin", `${setupLink}   (works once)`],
    ["Data", databaseDirectory ?? "the PostgreSQL of DATABASE_URL"],
    ["Secrets", env.DEPLOYMENT === "local" ? `${directory}/secrets.json` : "from the environment"],
    ["Mail", mail],
    ["Try next", "npm run demo   (in another terminal)"],
    ["Stop", "Ctrl-C"],
  ];
  const rows = lines.filter(Boolean).map(([label, text]) => `  ${label.padEnd(12)} ${text}`);
  return `\nCountersign is ready.\n\n${rows.join("\n")}\n`;
}
