import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const shared = {
  resolve: { alias: { "@": root } },
};
/** The thread that reads large artifacts runs as a program of its own, from dist/. */
const worker = path.join(root, "test/heavy-worker.mjs");
/** The services in processes of their own, for what several copies of the app do at once. */
const raceCopy = path.join(root, "test/race/bundle.mjs");
const exclude = ["**/node_modules/**", ".next/**", "dist/**", "e2e/**"];

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.db.test.{ts,tsx}"],
          globalSetup: worker,
          // Properties try thousands of cases, and the machine may be busy.
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "database",
          include: ["**/*.db.test.{ts,tsx}"],
          exclude,
          // A server of our own with the migrated template, unless TEST_DATABASE_URL names one.
          globalSetup: [worker, raceCopy, path.join(root, "test/database-server.ts")],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 4,
        },
      },
    ],
  },
});
