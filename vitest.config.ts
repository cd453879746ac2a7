import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const shared = {
  resolve: { alias: { "@": root } },
};
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
          globalSetup: path.join(root, "test/database-server.ts"),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 4,
        },
      },
    ],
  },
});
