import { createAgent, grantToken } from "@/client/agent";
import { createEnforcementPoint } from "@/client/enforce";
import { AUDIENCE } from "@/test/seed";
import { addAuthenticator } from "./authenticator";
import {
  expect,
  expectAccessible,
  openDecision,
  submitIncident,
  test,
  toExecute,
} from "./fixtures";

const PHONE = { width: 390, height: 844 };

test("frozen in two taps on a phone, redeemed by nobody, lifted by an admin's passkey, redeemed then", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const reviewer = await world.addUser();
  const operation = await submitIncident(agent);
  const phone = await openAs(reviewer);
  await phone.setViewportSize(PHONE);
  await phone.goto(`/operations/${operation.id}`);
  await phone.getByRole("button", { name: "Approve deleting pg-data" }).click();
  await expect(phone.getByText("The agent has its grant").first()).toBeVisible();
  const token = grantToken(await agent.wait(operation.id)) ?? "";

  await phone.getByRole("button", { name: "Menu" }).click();
  await phone.getByRole("button", { name: "Freeze everything" }).click();
  await expectAccessible(phone);
  await phone.getByLabel("Why").fill("incident 42");
  await phone.getByLabel("Ends").selectOption("In 4 hours");
  await phone.getByRole("button", { name: "Freeze everything now" }).click();
  await expect(phone.getByRole("status").filter({ hasText: "Everything is frozen" })).toContainText(
    ": incident 42",
  );
  await expect(phone.getByRole("main")).toContainText("can't be used yet");
  await expectAccessible(phone);

  const point = createEnforcementPoint({
    baseUrl: deployment.url,
    apiKey: world.enforcement.key,
    audience: AUDIENCE,
  });
  let runs = 0;
  const execute = () =>
    point.execute({ grant: token, operation: toExecute() }, async () => {
      runs += 1;
      return { outcome: "succeeded" };
    });
  await expect(execute()).rejects.toMatchObject({ code: "environment_frozen", status: 423 });
  expect(runs).toBe(0);
  expect(await agent.get(operation.id)).toMatchObject({
    status: "approved",
    next: { action: "wait" },
    frozen: { scope: "everything", reason: "incident 42" },
  });

  // The reviewer who froze it can't lift it; nor can an admin without their passkey.
  await phone.goto("/environments");
  await expect(phone.getByText("Everything is frozen").first()).toBeVisible();
  await expect(phone.getByRole("button", { name: "Lift the freeze" })).toHaveCount(0);
  const page = await openAs(await world.addUser({ role: "admin" }));
  await addAuthenticator(page);
  await page.goto("/environments");
  const lift = async () => {
    await page.getByRole("button", { name: "Lift the freeze" }).click();
    await page.getByRole("button", { name: "Lift it with my passkey" }).click();
  };
  await lift();
  await expect(page.getByRole("alert").filter({ hasText: "passkey" })).toContainText(
    "you have none",
  );
  await page.goto("/settings");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("on one device")).toBeVisible();
  await page.goto("/environments");
  await lift();
  await expect(page.getByText("Everything is frozen")).toHaveCount(0);

  await execute();
  expect(runs).toBe(1);
});

test("one environment is frozen from its row; what is decided there goes on, and says so", async ({
  deployment,
  world,
  openAs,
}) => {
  const slug = `ice-${Date.now().toString(36)}`;
  await world.addEnvironment(slug, "production");
  const agent = createAgent({ baseUrl: deployment.url, apiKey: world.agent.key });
  const page = await openAs(await world.addUser());
  await page.goto("/environments");
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: slug });
  await row.getByRole("button", { name: "Freeze" }).click();
  await page.getByLabel("Why").fill("restoring");
  await page.getByRole("button", { name: `Freeze ${slug} now` }).click();
  await expect(row).toContainText("Frozen");
  await expect(page.getByRole("status").filter({ hasText: `${slug} is frozen` })).toContainText(
    "until it is lifted: restoring",
  );
  const operation = await submitIncident(agent, { environment: slug });
  expect(operation.frozen).toMatchObject({
    scope: "environment",
    reason: "restoring",
    until: null,
  });
  const decision = await openDecision(page, operation);
  await expect(page.getByRole("main")).toContainText("You can decide all the same");
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision).toContainText("The agent has its grant");
});
