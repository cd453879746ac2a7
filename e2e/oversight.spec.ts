import { createAgent } from "@/client/agent";
import { expect, expectAccessible, openDecision, submitIncident, test } from "./fixtures";
import { expectReadable, look } from "./look";

const SET_UP = [
  "environments",
  "inventory",
  "connections",
  "agents",
  "enforcement-points",
  "keys",
  "people",
  "reviewers",
  "webhooks",
  "policy",
];

test("an auditor sees all that is set up, and nothing to change it with", async ({
  world,
  openAs,
}) => {
  const page = await openAs(await world.addUser({ role: "auditor", name: "Odette Auditor" }));
  for (const path of SET_UP) {
    await page.goto(`/${path}`);
    const main = page.getByRole("main");
    await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
    expect(new URL(page.url()).pathname).toBe(`/${path}`);
    await expect(main.locator('button:not([role="search"] *)')).toHaveCount(0);
    await expectAccessible(page);
  }
});

test("a canary is planted, looks like any other, and says what it was once it is approved", async ({
  deployment,
  world,
  openAs,
}) => {
  const admin = await openAs(
    await world.addUser({ role: "admin", name: "Ada Admin", member: false }),
  );
  await admin.goto("/agents");
  await admin.getByRole("button", { name: "New agent" }).click();
  await admin.getByLabel("Name").fill("nightly-tidy");
  await admin.getByLabel("What it asks for").selectOption("canary");
  await admin.getByRole("button", { name: "Register" }).click();
  const registered = admin.getByRole("listitem").filter({ hasText: "nightly-tidy" });
  await expect(registered).toContainText("canary");

  await admin.goto("/keys");
  await admin.getByRole("button", { name: "New key" }).click();
  await admin.getByLabel("For", { exact: true }).selectOption("Agent nightly-tidy");
  await admin.getByLabel("Environments (agents only)").fill("*");
  await admin.getByLabel("Actions (agents only)").fill("*");
  await admin.getByLabel("Resources (agents only)").fill("*");
  await admin.getByRole("button", { name: "Issue" }).click();
  const apiKey = await admin
    .getByRole("dialog")
    .getByText(/^csk_agent_/)
    .innerText();

  const agent = createAgent({ baseUrl: deployment.url, apiKey });
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser({ name: "Tom Tired" }));
  const decision = await openDecision(page, operation);
  await expect(page.getByText(/canary/i)).toHaveCount(0);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision).toContainText("A canary, and it was missed");
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText(
    "gave no permission, since it was a canary",
  );
  await look(page, "canary");
  const answer = await agent.get(operation.id);
  expect(answer.grant).toMatchObject({ status: "revoked" });
  expect(answer.grant).not.toHaveProperty("token");

  await admin.goto("/reviewers");
  await expect(admin.getByRole("listitem").filter({ hasText: "Tom Tired" })).toContainText(
    "0 of 1 canaries denied",
  );
  await expectReadable(admin, "canary-reviewers");
});
