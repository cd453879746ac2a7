import type { Command } from "commander";
import type { ConnectionView, RegisterConnection } from "@/lib/contract/connection";
import { DomainError } from "@/lib/core/error";
import { listConnections } from "@/lib/services/connection/list";
import { registerConnection } from "@/lib/services/connection/register";
import { removeConnection } from "@/lib/services/connection/remove";
import { table } from "../terminal";
import { runs, type OperatorContext } from "./command";

/** Where `connections add` looks for the URL before it reads standard input. */
const VARIABLE = "CONNECTION_URL";

const HOW = `
The URL holds a password, so it is never an argument, which other users of the machine and the shell's
history would see. Put it into ${VARIABLE}, or on standard input:

  npm run admin -- connections add shop --environment production < url.txt

It is postgresql://role:password@host:port/database?sslmode=verify-full, of a role that can only read;
docs/collectors.md has the SQL that makes one.`;

export function addConnections(program: Command): void {
  const connections = program
    .command("connections")
    .description("live databases in which is counted what a statement would hit");

  runs(
    connections.command("list").description("all connections, without their passwords"),
    () => ({}),
    listConnections,
    showAll,
  );

  const add = connections
    .command("add")
    .description(`look into a database and register it; its URL from ${VARIABLE} or standard input`)
    .argument("<name>", "such as shop")
    .requiredOption("--environment <slug>", "that the database belongs to")
    .option("--resources <pattern>", "of type:id, such as postgresql.*:shop.*; all by default")
    .addHelpText("after", HOW);
  runs(
    add,
    (): Omit<RegisterConnection, "url"> => ({
      name: add.args[0] ?? "",
      ...add.opts<{ environment: string; resources?: string }>(),
    }),
    async (ctx: OperatorContext, given) =>
      registerConnection(ctx, { ...given, url: await readUrl() }),
    (one) => showAll([one]),
  );

  const remove = connections
    .command("remove")
    .description("forget it with its password; nothing is counted in it any more")
    .argument("<name>");
  runs(
    remove,
    () => ({ connection: remove.args[0] ?? "" }),
    removeConnection,
    () => "It is forgotten.",
  );
}

async function readUrl(): Promise<string> {
  const given = process.env[VARIABLE];
  if (given) return given;
  if (process.stdin.isTTY)
    throw new DomainError(
      "validation_failed",
      `Put the URL into ${VARIABLE} or on standard input.`,
    );
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text.trim();
}

const showAll = (connections: ConnectionView[]): string =>
  connections.length === 0
    ? "No connection yet. Add one: connections add shop --environment production < url.txt"
    : table(
        ["NAME", "ENVIRONMENT", "RESOURCES", "DATABASE", "ROLE", "POSTGRESQL", "ID"],
        connections.map((one) => [
          one.name,
          one.environment,
          one.resources,
          `${one.host}:${one.port}/${one.database}`,
          one.username,
          one.server_version,
          one.id,
        ]),
      );
