import { once } from "node:events";
import net from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readRunning } from "./running.mjs";

const PORT_MAX = 65535;
/** For an app of ours that is just ending, as one does whose npm was killed, or just beginning. */
const PATIENCE_MS = 2500;
const RETRY_MS = 100;

/**
 * Tries the address that the app will listen on: what stands in the way is told before the
 * minutes of a first start, not after. Until then lib/env.ts can't be asked, so its defaults are
 * repeated here, and what it will refuse is left to it.
 */
export async function requirePort({ PORT, HOST }) {
  const port = Number(PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > PORT_MAX) return;
  const host = HOST || "127.0.0.1";
  for (const began = Date.now(); ; await delay(RETRY_MS)) {
    const error = await tryPort(port, host);
    if (!error) return;
    const app = appOn(port);
    const mayEnd = error.code === "EADDRINUSE" && app && Date.now() - began < PATIENCE_MS;
    if (!mayEnd) throw explained(error, { port, host, app });
  }
}

/** The error with which listening fails, if it does. */
async function tryPort(port, host) {
  const server = net.createServer();
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    return error;
  }
  server.close();
  return undefined;
}

/** The error with which the app failed, in the operator's words where it couldn't listen. */
export async function cannotListen(error, { port, host }) {
  // Of two that start at once, the other one has begun to listen and is about to say so.
  const began = Date.now();
  const mayCome = () => error.code === "EADDRINUSE" && Date.now() - began < PATIENCE_MS;
  while (!appOn(port) && mayCome()) await delay(RETRY_MS);
  return explained(error, { port, host, app: appOn(port) });
}

/** The app that runs from this instance and has the port. */
function appOn(port) {
  const app = readRunning(path.resolve(process.env.COUNTERSIGN_DIR || ".countersign"));
  return app && Number(new URL(app.url).port) === port ? app : undefined;
}

function explained(error, { port, host, app }) {
  const message = {
    EADDRINUSE: app
      ? `Countersign runs already: ${app.publicUrl} (process ${app.pid}). Stop that one first; or, ` +
        `for a second one beside it: PORT=${port + 1} npm start`
      : `Port ${port} is in use by another program. Choose another one: PORT=${port + 1} npm start`,
    EACCES: `This user may not listen on port ${port}. Choose another one: PORT=3000 npm start`,
    EADDRNOTAVAIL: `This machine doesn't have the address HOST=${host}.`,
    ENOTFOUND: `HOST=${host} is neither an address nor a name that can be resolved.`,
  }[error.code];
  return message ? Object.assign(new Error(message), { name: "StartError" }) : error;
}
