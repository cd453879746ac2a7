import { expect, submitIncident, test } from "./fixtures";
import { expectReadable, SIZES } from "./look";

const SCHEMES = ["light", "dark"] as const;

/** Every page a person can reach, at both widths and in both themes: one h1, no axe finding, nothing cut off. */
const PAGES = [
  "/",
  "/history",
  "/predictions",
  "/policy",
  "/policy/edit",
  "/audit",
  "/environments",
  "/inventory",
  "/connections",
  "/agents",
  "/enforcement-points",
  "/keys",
  "/people",
  "/reviewers",
  "/webhooks",
  "/settings",
  "/docs",
  "/docs/policy",
  "/docs/errors",
];

for (const size of SIZES)
  for (const scheme of SCHEMES)
    test(`every page reads well: ${size.name}, ${scheme}`, async ({ world, agent, openAs }) => {
      test.setTimeout(300_000);
      const operation = await submitIncident(agent);
      const admin = await world.addUser({ role: "admin", name: "Alex Admin" });
      const page = await openAs(admin);
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: scheme });
      for (const path of [...PAGES, `/operations/${operation.id}`]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
        const name =
          path === "/"
            ? "inbox"
            : path.startsWith("/op")
              ? "review"
              : path.slice(1).replaceAll("/", "-");
        await expectReadable(page, `${name}-${size.name}-${scheme}`);
      }
    });
