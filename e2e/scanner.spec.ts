import type { Page } from "@playwright/test";
import { inviteUser } from "@/lib/services/user/invite";
import type { World } from "@/test/seed";
import { expect, mailedLink, submitIncident, test } from "./fixtures";

/** Everything that a visit could have changed, counted. */
async function state(world: World): Promise<unknown> {
  const [row] = await world.base.db.query(
    {
      text: `SELECT
        (SELECT count(*)::int FROM sessions) AS sessions,
        (SELECT count(*)::int FROM users) AS users,
        (SELECT count(*)::int FROM links WHERE consumed_at IS NULL) AS open_links,
        (SELECT count(*)::int FROM verification_tokens WHERE expires_at > clock_timestamp()) AS open_tokens,
        (SELECT count(*)::int FROM decisions) AS decisions,
        (SELECT count(*)::int FROM grants) AS grants,
        (SELECT count(*)::int FROM operations WHERE status = 'pending') AS pending,
        (SELECT count(*)::int FROM operations WHERE first_seen_at IS NOT NULL) AS seen`,
    },
    [],
  );
  return row;
}

/** A headless browser that presses every button of every form it is shown, twice over. */
async function submitEverything(page: Page, link: string): Promise<void> {
  for (let round = 0; round < 2; round++) {
    await page.goto(link);
    const buttons = await page.getByRole("button").all();
    for (const input of await page.locator("input:visible, textarea:visible").all())
      await input.fill("scanner@example.net").catch(() => undefined);
    for (const button of buttons)
      await button.click({ timeout: 1000, noWaitAfter: true }).catch(() => undefined);
    await page.evaluate(() => {
      for (const form of document.forms) form.requestSubmit();
    });
    await page.waitForLoadState("networkidle");
  }
}

test("a scanner that fetches, heads and submits every link of our mails changes nothing", async ({
  page,
  newPage,
  world,
  agent,
  deployment,
}) => {
  const admin = await world.addUser({ role: "admin" });
  const reviewer = await world.addUser();
  await page.goto("/sign-in");
  await page.getByLabel("Your work email").fill(reviewer.email);
  await page.getByRole("button", { name: "Send me a sign-in link" }).click();
  await submitIncident(agent);
  const invitation = await inviteUser(admin.ctx, {
    email: `new-${Date.now()}@example.com`,
    name: "New",
    role: "reviewer",
  });
  const links = [
    await mailedLink(deployment, reviewer.email, /Sign in/),
    await mailedLink(deployment, reviewer.email, /needs your approval/),
    invitation.url,
  ];
  const before = await state(world);

  for (const link of links) {
    for (const method of ["GET", "HEAD"])
      expect((await fetch(link, { method, redirect: "follow" })).status).toBe(200);
    await submitEverything(await newPage(), link);
  }
  expect(await state(world)).toEqual(before);

  await page.goto(links[0] ?? "");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/wait/);
});
