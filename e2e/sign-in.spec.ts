import type { Page } from "@playwright/test";
import { inviteUser } from "@/lib/services/user/invite";
import { addAuthenticator } from "./authenticator";
import { deploy } from "./deployment";
import {
  expect,
  expectAccessible,
  mailedLink,
  SESSION_COOKIE,
  submitIncident,
  test,
} from "./fixtures";

const heading = (page: Page) => page.getByRole("heading", { level: 1 });

async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByLabel("Your work email").fill(email);
  await page.getByRole("button", { name: "Send me a sign-in link" }).click();
  await expect(page.getByText("a mail is on its way")).toBeVisible();
}

test("the set-up link makes the first admin once, and offers a passkey at once", async ({
  newPage,
}) => {
  test.setTimeout(120_000); // a second deployment, with nobody in it
  const deployment = await deploy();
  try {
    const printed = () => /http\S+\/setup\?token=\S+/.exec(deployment.app.log())?.[0];
    await expect.poll(printed).toBeDefined();
    const link = printed() ?? "";
    const page = await newPage();
    await addAuthenticator(page);
    await page.goto(link);
    await expectAccessible(page);
    await page.getByLabel("Your name").fill("Alex Admin");
    await page.getByLabel("Your work email").fill("Alex@Example.com");
    await page.getByRole("button", { name: "Create my account" }).click();
    await expect(heading(page)).toHaveText("Add a passkey");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(heading(page)).toHaveText("Nothing waits for you");
    await page.goto(link);
    await expect(heading(page)).toHaveText("Countersign is set up");
    await page.getByRole("link", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${deployment.url}/`);
    const admins = await deployment.world.base.db.query(
      { text: "SELECT email FROM users WHERE role = 'admin'" },
      [],
    );
    expect(admins).toEqual([{ email: "alex@example.com" }]);
  } finally {
    await deployment.close();
  }
});

test("a sign-in mail works once, in the browser that asked, and leads to the page that was wanted", async ({
  page,
  world,
  deployment,
}) => {
  const reviewer = await world.addUser();
  await page.goto("/history");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fhistory/);
  await askForLink(page, reviewer.email);
  const link = await mailedLink(deployment, reviewer.email, /Sign in/);
  await page.goto(link);
  await expect(page.getByText(reviewer.email)).toBeVisible();
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${deployment.url}/history`);
  const cookie = (await page.context().cookies()).find(({ name }) => name === SESSION_COOKIE);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(heading(page)).toHaveText("Sign in");
  await page.goto(link);
  await expect(heading(page)).toHaveText("This link doesn't work here");
});

test("a forwarded sign-in link signs nobody in, and still works where it was asked for", async ({
  page,
  newPage,
  world,
  deployment,
}) => {
  const reviewer = await world.addUser();
  await page.goto("/sign-in");
  await askForLink(page, reviewer.email);
  const link = await mailedLink(deployment, reviewer.email, /Sign in/);
  const other = await newPage();
  await other.goto(link);
  await expect(heading(other)).toHaveText("This link doesn't work here");
  // Also a browser that has asked for a mail of its own.
  await other.goto("/sign-in");
  await askForLink(other, "mallory@example.com");
  await other.goto(link);
  await expect(heading(other)).toHaveText("This link doesn't work here");
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(heading(page)).toHaveText(/wait/);
});

test("an address that nobody has is answered alike, and no mail is sent", async ({
  page,
  deployment,
}) => {
  await page.goto("/sign-in");
  await askForLink(page, "nobody@example.com");
  expect(deployment.mail.sent.filter(({ to }) => to.includes("nobody@example.com"))).toEqual([]);
});

test("on a phone, from the mail: open, touch, approve, and nothing more", async ({
  browser,
  world,
  agent,
  deployment,
}) => {
  const reviewer = await world.addUser();
  const context = await browser.newContext({
    baseURL: deployment.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await addAuthenticator(page);
  await page.goto("/sign-in");
  await askForLink(page, reviewer.email);
  await page.goto(await mailedLink(deployment, reviewer.email, /Sign in/));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(heading(page)).toHaveText(/wait/);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Add a passkey" }).tap();
  await expect(page.getByText("on one device")).toBeVisible();
  await context.clearCookies({ name: SESSION_COOKIE });

  const operation = await submitIncident(agent);
  const link = await mailedLink(deployment, reviewer.email, /needs your approval/);
  expect(link).toBe(`${deployment.url}/operations/${operation.id}`);
  // The passkey is asked for by the page itself, and the authenticator touches itself.
  await page.goto(link);
  await expect(heading(page)).toHaveText("Delete volume pg-data in production");
  await page.getByRole("button", { name: "Approve deleting pg-data" }).tap();
  await expect(page.getByText("The agent has its grant").first()).toBeVisible();
  const approved = await agent.wait(operation.id);
  expect(approved.decision?.approvals).toMatchObject([{ method: "passkey" }]);
  await context.close();
});

test("a passkey without user verification signs nobody in", async ({ newPage, world, openAs }) => {
  const page = await openAs(await world.addUser());
  await addAuthenticator(page, { verifiesUser: false });
  await page.goto("/settings");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("None yet.")).toBeVisible();
  const stranger = await newPage();
  await addAuthenticator(stranger);
  await stranger.goto("/sign-in");
  await stranger.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(stranger.getByRole("button", { name: "Sign in with a passkey" })).toBeEnabled();
  await stranger.goto("/");
  await expect(stranger).toHaveURL(/\/sign-in/);
});

test("an invitation is used with the address it was made for, once", async ({
  newPage,
  world,
  deployment,
}) => {
  const admin = await world.addUser({ role: "admin" });
  const { url } = await inviteUser(admin.ctx, {
    email: "kim@example.com",
    name: "Kim",
    role: "reviewer",
    groups: ["sre"],
  });
  const page = await newPage();
  await page.goto(url);
  await expectAccessible(page);
  await page.getByLabel("Your work email").fill("mallory@example.com");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "address" })).toBeVisible();
  await page.getByLabel("Your work email").fill("Kim@example.com");
  await page.getByRole("button", { name: "Join" }).click();
  await expect(heading(page)).toHaveText("Add a passkey");
  await page.getByRole("link", { name: "Not now" }).click();
  await expect(page).toHaveURL(`${deployment.url}/`);
  await page.goto(url);
  await expect(heading(page)).toHaveText("This link doesn't work any more");
});

test("who is suspended is out at once, in the middle of what they do", async ({
  world,
  agent,
  openAs,
}) => {
  const { suspendUser } = await import("@/lib/services/user/suspend");
  const admin = await world.addUser({ role: "admin" });
  const reviewer = await world.addUser();
  const operation = await submitIncident(agent);
  const page = await openAs(reviewer);
  await page.route("**/events", (route) => route.abort());
  await page.goto(`/operations/${operation.id}`);
  await suspendUser(admin.ctx, { user: reviewer.id });
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await agent.get(operation.id)).status).toBe("pending");
});
