// `node scripts/prisma.mjs generate`: Prisma's CLI without the schema engine it would otherwise
// download. Only the commands that don't use the engine are let through: with a stand-in binary,
// `migrate deploy` would report success having applied nothing (scripts/migrate.ts applies them).
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ENGINELESS = ["generate", "validate", "format", "--help"];

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command = "--help", ...rest] = process.argv.slice(2);
if (!ENGINELESS.includes(command)) {
  console.error(
    `prisma ${command} needs Prisma's schema engine, which this project doesn't use. ` +
      `Available here: ${ENGINELESS.slice(0, -1).join(", ")}. Migrations are applied on start.`,
  );
  process.exit(1);
}
const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status } = spawnSync(process.execPath, [cli, command, ...rest], {
  cwd: root,
  stdio: "inherit",
  env: {
    CHECKPOINT_DISABLE: "1",
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    ...process.env,
  },
});
process.exit(status ?? 1);
