import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, expectAccessible, test as base } from "./fixtures";

interface Demo {
  /** What it has said so far. */
  printed(): string;
  reviewLink(): string | undefined;
  ended: Promise<number | null>;
}

const test = base.extend<{ demo: Demo }>({
  /** `npm run demo` beside the deployment; it doesn't outlive the test. */
  demo: async ({ deployment: { url, environment } }, use) => {
    const child = spawn(process.execPath, ["dist/demo.js", "--url", url], {
      env: { ...environment, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const ended = once(child, "exit").then(([code]) => code as number | null);
    await use({
      printed: () => printed,
      reviewLink: () => /http\S+\/operations\/op_\w+/.exec(printed)?.[0],
      ended,
    });
    child.kill();
    await ended;
  },
});

const LOOKS = [
  { verdict: "Approve", scheme: "light", width: 1440, height: 1000 },
  { verdict: "Deny", scheme: "dark", width: 1440, height: 1000 },
  { verdict: "Deny", scheme: "light", width: 390, height: 844 },
  { verdict: "Approve", scheme: "dark", width: 390, height: 844 },
] as const;

for (const { verdict, scheme, ...viewport } of LOOKS)
  test(`the demo, from its link to the outcome: ${verdict}, ${viewport.width} px, ${scheme}`, async ({
    world,
    demo,
    openAs,
  }) => {
    test.setTimeout(120_000);
    const page = await openAs(await world.addUser());
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: scheme });
    await expect.poll(demo.reviewLink, { timeout: 30_000 }).toBeDefined();

    await page.goto(demo.reviewLink() ?? "");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "Delete volume pg-data in production",
    );
    // What really runs is named right under the sentence; the inventory has its name and environment.
    const main = page.getByRole("main");
    await expect(main).toContainText("vol_8f2c is what runs; the agent calls it pg-data");
    await expect(main).toContainText("name checked");
    await expect(main).not.toContainText("environment not checked");
    await expect(main.getByRole("link", { name: "Treat as permanent" })).toBeVisible();
    await expect(main.getByRole("link", { name: "No backup is known to survive" })).toBeVisible();
    const claims = page.getByRole("region", { name: "Claims" });
    await expect(claims).toContainText("staging");
    await expect(claims).toContainText("Contradicted");
    await expect(claims).toContainText("The inventory has it in production");
    const survivors = page.getByRole("region", { name: "What survives" });
    await expect(survivors.locator("s")).toContainText(["vol_8f2c-backup-1", "vol_8f2c-backup-2"]);
    await expect(survivors).toContainText("It lies inside the same volume.");
    await expectAccessible(page);
    await page
      .getByRole("button", { name: new RegExp(`^${verdict}`) })
      .filter({ visible: true })
      .click();

    const outcome = page.getByText(verdict === "Approve" ? "12,751" : "Nothing runs.");
    await expect(outcome.filter({ visible: true }).first()).toBeVisible({ timeout: 15_000 });
    await expectAccessible(page);
    await page.screenshot({
      path: `test-results/looks/outcome-${verdict}-${viewport.width}-${scheme}.png`,
      fullPage: true,
    });
    expect(await demo.ended).toBe(0);
    const executed = demo.printed().includes("redeemed the grant and executed: succeeded");
    expect(executed).toBe(verdict === "Approve");
  });
