import { expect, test as base, expectAccessible, SESSION_COOKIE, submitIncident } from "./fixtures";
import { PROVIDER_RETURN_PATH } from "@/lib/auth/provider-sign-in";
import { startIdentityProvider, type IdentityProvider } from "@/test/identity-provider";
import { addAuthenticator } from "./authenticator";
import { deploy, type Deployment } from "./deployment";

interface Site {
  deployment: Deployment;
  idp: IdentityProvider;
}

/** In this file the deployment has a provider to sign in at. */
const test = base.extend<object, Site & { site: Site }>({
  site: [
    async ({}, use) => {
      let idp: IdentityProvider | undefined;
      const deployment = await deploy(async (url) => {
        idp = await startIdentityProvider(url + PROVIDER_RETURN_PATH);
        return {
          OIDC_ISSUER: idp.issuer,
          OIDC_CLIENT_ID: idp.client.id,
          OIDC_CLIENT_SECRET: idp.client.secret,
          OIDC_NAME: "Example ID",
        };
      });
      if (!idp) throw new Error("the deployment has begun without its provider");
      await deployment.world.addUser(); // somebody could approve, else nothing can be submitted
      await use({ deployment, idp });
      await deployment.close();
      await idp.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  deployment: [async ({ site }, use) => use(site.deployment), { scope: "worker" }],
  idp: [async ({ site }, use) => use(site.idp), { scope: "worker" }],
});

test("at the provider: there, back again, and on to the page that was wanted", async ({
  page,
  world,
  deployment,
  idp,
}) => {
  const reviewer = await world.addUser();
  idp.people.set("robin", { email: reviewer.email, email_verified: true });
  idp.signsIn = "robin";
  await page.goto("/history");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign in with Example ID" }).click();
  await expect(page).toHaveURL(`${deployment.url}/history`);
  await page.goto("/settings");
  await expect(page.getByText("signed in by single sign-on")).toBeVisible();
});

test("whose address nobody has here comes back to a page that says so, and isn't signed in", async ({
  page,
  idp,
}) => {
  idp.people.set("stranger", { email: "stranger@example.com", email_verified: true });
  idp.signsIn = "stranger";
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Example ID" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Ask for an invitation" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "To the sign-in page" }).click();
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("the address that a provider led one browser to does nothing in another, or without its page", async ({
  page,
  newPage,
  request,
  world,
  idp,
}) => {
  const reviewer = await world.addUser();
  idp.people.set("kim", { email: reviewer.email, email_verified: true });
  idp.signsIn = "kim";
  // Held back on its way home: its own browser hasn't used it yet.
  let returned = "";
  await page.route(/\/sign-in\/return/, (route) => {
    returned = route.request().url();
    return route.abort();
  });
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Example ID" }).click();
  await expect.poll(() => returned).toContain("code=");
  for (const method of ["GET", "HEAD"]) await request.fetch(returned, { method });
  const other = await newPage();
  await other.goto(returned);
  await expect(other.getByRole("alert").filter({ hasText: "another browser" })).toBeVisible();
  await page.unroute(/\/sign-in\/return/);
  await page.goto(returned);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/wait/);
});

test("a recovery code is made with a touch, and signs in once where all else is lost", async ({
  page,
  newPage,
  world,
  idp,
  deployment,
}) => {
  const reviewer = await world.addUser();
  await addAuthenticator(page);
  idp.people.set("lost", { email: reviewer.email, email_verified: true });
  idp.signsIn = "lost";
  await page.goto("/sign-in?next=/settings");
  await page.getByRole("button", { name: "Sign in with Example ID" }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("on one device")).toBeVisible();
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Blue phone");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(page.getByText("Blue phone")).toBeVisible();
  await page.getByRole("button", { name: "Make recovery codes" }).click();
  const shown = page.getByRole("dialog").getByRole("listitem");
  await expect(shown).toHaveCount(10);
  await expectAccessible(page);
  const [code = ""] = await shown.allTextContents();
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 are left")).toBeVisible();
  await expect(page.getByText(code)).toBeHidden();

  // It was begun at the provider, so the passkey is touched before it goes; the authenticator does that.
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Remove Blue phone" }).click();
  await expect(page.getByText("Blue phone")).toBeHidden();
  const [touch] = await world.base.db.query<{ context: object; spent: boolean }>(
    {
      text: `SELECT context, consumed_at IS NOT NULL AS spent FROM challenges
        WHERE user_id = $1 AND purpose = 'step_up' ORDER BY expires_at DESC LIMIT 1`,
    },
    [reviewer.id],
  );
  expect(touch).toEqual({ context: { reason: "passkeys" }, spent: true });

  const elsewhere = await newPage();
  await elsewhere.goto("/sign-in");
  await elsewhere.getByRole("link", { name: "Use a recovery code" }).click();
  await expectAccessible(elsewhere);
  const enter = async () => {
    await elsewhere.getByLabel("Your work email").fill(reviewer.email);
    await elsewhere.getByRole("textbox", { name: "Recovery code" }).fill(code.toUpperCase());
    await elsewhere.getByRole("button", { name: "Sign in" }).click();
  };
  await enter();
  await expect(elsewhere.getByText("9 are left")).toBeVisible();
  await deployment.mail.next(reviewer.email, /recovery code signed you in/);
  // Such a session makes no new ones without the passkey.
  await elsewhere.getByRole("button", { name: "Make new ones" }).click();
  await elsewhere.getByRole("button", { name: "9 stop working" }).click();
  await expect(elsewhere.getByText("9 are left")).toBeVisible();
  await expect(elsewhere.getByRole("dialog")).toBeHidden();
  await elsewhere.context().clearCookies({ name: SESSION_COOKIE });
  await elsewhere.goto("/sign-in/recover");
  await enter();
  await expect(elsewhere.getByRole("alert").filter({ hasText: "was used" })).toBeVisible();
});

test("an admin changes a role, ends sessions and suspends, and each shows at once", async ({
  world,
  agent,
  openAs,
}) => {
  const admin = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
  const robin = await world.addUser({ name: "Robin Roles" });
  await world.addAgent({ creatorId: robin.id });
  const page = await openAs(robin);
  await page.goto("/");
  const row = () => admin.getByRole("listitem").filter({ hasText: robin.email }).first();
  await admin.goto("/people");
  await expectAccessible(admin);
  await row().getByRole("button", { name: "Role" }).click();
  await admin.getByLabel("What Robin Roles may do").selectOption("auditor");
  await admin.getByRole("button", { name: "Change" }).click();
  await expect(row().getByText("auditor", { exact: true })).toBeVisible();

  // An auditor sees who there is and changes nothing.
  await page.goto("/people");
  await expect(page.getByText(robin.email).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /Invite|Suspend|Remove|New group/ })).toHaveCount(
    0,
  );
  const operation = await submitIncident(agent);
  await page.goto(`/operations/${operation.id}`);
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);

  await row().getByRole("button", { name: "End sessions" }).click();
  await row().getByRole("button", { name: "Sign Robin Roles out everywhere" }).click();
  await expect(row().getByRole("button", { name: "End sessions" })).toBeEnabled();
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);

  await row().getByRole("button", { name: "Suspend" }).click();
  await row()
    .getByRole("button", { name: /sessions end/ })
    .click();
  await expect(row().getByText("Suspended")).toBeVisible();
  await expect(row().getByText("a key that they made isn't revoked")).toBeVisible();
});
