import { ensureTemplate, temporaryServer } from "@/test/database-server";

/** One PostgreSQL for all workers, which each clone the migrated template on it. */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  const server = given ? { url: given, stop: async () => {} } : await temporaryServer();
  // What is set here reaches the workers.
  process.env["TEST_DATABASE_URL"] = server.url;
  await ensureTemplate(server.url);
  return server.stop;
}
