import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { CountersignError } from "@/client/agent";
import { env } from "@/lib/env";
import { asOperator, EXIT, report } from "./admin/command";
import { INFRASTRUCTURE, runInfrastructure } from "./demo/infrastructure";
import { tellStory } from "./demo/story";
import { parseDuration } from "./duration";
import { readRunning } from "./bootstrap/running.mjs";
import { stateDirectory } from "./instance/state-directory";
import { paint } from "./terminal";

const HALF_AN_HOUR_S = 1800;
/** What a shell reports for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

async function runDemo(): Promise<number> {
  const program = new Command("npm run demo --")
    .description(
      "Plays the incident against the running app: an agent asks to delete a production volume, you " +
        "decide in the browser, and only with your approval does the enforcement point execute.",
    )
    .option("--url <url>", "where the app answers; otherwise found by itself")
    .option(
      "--expires-in <duration>",
      "how long the decision may take (default 30m, at least 1m)",
      parseDuration,
      HALF_AN_HOUR_S,
    )
    .exitOverride()
    .parse();
  const options = program.opts<{ url?: string; expiresIn: number }>();
  const url =
    options.url ?? process.env["COUNTERSIGN_URL"] ?? readRunning(stateDirectory(process.env))?.url;
  if (url === undefined)
    return refuse("No Countersign runs here. Start it in another terminal: npm start");
  if (env().DEPLOYMENT === "production")
    return refuse(
      "The demo registers an agent and keys of its own: it doesn't do that in production.",
    );
  if (!(await answers(url)))
    return refuse(`Nothing answers at ${url}. Is npm start still running?`);

  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => stopping.abort());
  process.stdout.write(`${paint.bold("Countersign demo")} ${paint.dim(`with ${url}`)}\n`);
  try {
    await asOperator((ctx) =>
      tellStory(ctx, {
        url,
        expiresIn_s: options.expiresIn,
        program: fileURLToPath(import.meta.url),
        signal: stopping.signal,
      }),
    );
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  }
  return stopping.signal.aborted ? INTERRUPTED : 0;
}

const refuse = (message: string): number => {
  process.stderr.write(`${message}\n`);
  return EXIT.failed;
};

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(new URL("/api/health/ready", url))).ok;
  } catch {
    return false;
  }
}

async function main(): Promise<number> {
  try {
    return await runDemo();
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.misused;
    if (error instanceof CountersignError) return refuse(`Countersign refused: ${error.detail}`);
    return report(error, false);
  }
}

if (process.argv[2] === INFRASTRUCTURE) await runInfrastructure();
else process.exitCode = await main();
