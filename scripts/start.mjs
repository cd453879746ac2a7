// `npm start`: from a fresh clone to a running Countersign. Plain Node, since nothing else may be
// there yet: installs and builds what is missing, readies the database, serves until Ctrl-C.
import { ensureInstalled } from "./bootstrap/install.mjs";
import { openInstanceVisibly } from "./bootstrap/instance.mjs";
import { untilStopped } from "./bootstrap/lifetime.mjs";
import { cannotListen, requirePort } from "./bootstrap/port.mjs";
import { requireNode, root } from "./bootstrap/project.mjs";
import { announceRunning, withdrawRunning } from "./bootstrap/running.mjs";
import { ensureBuilt, isBuilt } from "./build.mjs";

const loadServer = () => import("../dist/server.js");

requireNode();
process.chdir(root);
const environment = { ...process.env };

await untilStopped(async ({ onStop, isEnding }) => {
  await requirePort(environment);
  await ensureInstalled();
  // React and Next choose by it what to load.
  process.env.NODE_ENV = "production";
  // Loading takes about as long as the database: at once, where nothing is to be built.
  if (isBuilt()) loadServer().catch(() => undefined);
  // Before the build, which takes long: a mistake in the configuration is told at once.
  const instance = await openInstanceVisibly({ environment });
  onStop(() => instance.close());
  onStop(async () => withdrawRunning(instance.directory));
  await ensureBuilt();
  if (isEnding()) return;

  Object.assign(process.env, instance.environment, { NODE_ENV: "production" });
  const { serve } = await loadServer();
  const server = await serve().catch(async (error) => {
    const { PORT: port, HOST: host } = instance.env;
    throw await cannotListen(error, { port, host });
  });
  onStop(() => server.stop());
  announceRunning(instance.directory, {
    pid: process.pid,
    url: server.url,
    publicUrl: server.publicUrl,
    databaseUrl: instance.databaseDirectory ? null : instance.env.DATABASE_URL,
    deployment: instance.env.DEPLOYMENT,
  });
  console.log(banner(instance, server));
});

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
    env.DEPLOYMENT === "local"
      ? ["Try next", "npm run demo   (in another terminal)"]
      : ["Try next", "npm run admin -- --help   (in another terminal, with the same environment)"],
    ["Stop", "Ctrl-C"],
  ];
  const rows = lines.filter(Boolean).map(([label, text]) => `  ${label.padEnd(12)} ${text}`);
  return `\nCountersign is ready.\n\n${rows.join("\n")}\n`;
}
