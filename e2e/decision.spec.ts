import { grantToken } from "@/client/agent";
import { createEnforcementPoint } from "@/client/enforce";
import { AUDIENCE } from "@/test/seed";
import { expect, openDecision, submitIncident, test, toExecute } from "./fixtures";

const sql = (world: { base: { db: { query: Function } } }, text: string, values: unknown[] = []) =>
  world.base.db.query({ text }, values) as Promise<unknown[]>;

test("approve: the waiting agent gets one grant, the point executes once, the page tells the outcome", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const waiting = agent.wait(operation.id);
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Delete volume pg-data in production",
  );
  await page.getByLabel("Comment").fill("checked with the owner");
  await page.getByRole("button", { name: "Approve deleting pg-data" }).click();

  const token = grantToken(await waiting);
  expect(token).not.toBeNull();
  await expect(page.getByText("The agent has its grant").first()).toBeVisible();

  const point = createEnforcementPoint({
    baseUrl: deployment.url,
    apiKey: world.enforcement.key,
    audience: AUDIENCE,
  });
  let runs = 0;
  const request = { grant: token ?? "", operation: toExecute() };
  await point.execute(request, async () => {
    runs += 1;
    return { outcome: "succeeded", detail: "volume deleted", actual: { records: 12751 } };
  });
  await expect(
    point.execute(request, async () => ({ outcome: "succeeded" })),
  ).rejects.toMatchObject({
    code: "already_redeemed",
  });
  expect(runs).toBe(1);
  const decision = page.getByRole("region", { name: "Decision" }).filter({ visible: true });
  await expect(decision).toContainText("Done");
  await expect(decision).toContainText("12,751");
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("reported success");
});

test("deny: the agent learns why, and there is no grant", async ({ world, agent, openAs }) => {
  const operation = await submitIncident(agent);
  const waiting = agent.wait(operation.id);
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  await page.getByLabel("Comment").fill("this is production");
  await page.getByRole("button", { name: /^Deny/ }).click();
  const denied = await waiting;
  expect(denied).toMatchObject({ status: "denied", decision: { reason: "this is production" } });
  expect(grantToken(denied)).toBeNull();
  await expect(page.getByText("Nothing runs.").first()).toBeVisible();
});

test("expire: the page says so by itself, and nobody can approve any more", async ({
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  await sql(world, "UPDATE operations SET expires_at = clock_timestamp() WHERE id = $1", [
    operation.id,
  ]);
  await expect(page.getByText("Nobody decided in time").first()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  expect((await agent.wait(operation.id)).status).toBe("expired");
});

test("cancel: what the agent withdraws leaves the open page without buttons", async ({
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  await agent.cancel(operation.id);
  await expect(page.getByText("The agent withdrew it").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
});

test("a stale view is refused, what was typed stays, and the new one can be decided", async ({
  world,
  agent,
  openAs,
}) => {
  const slug = `stale-${Date.now().toString(36)}`;
  const environment = await world.addEnvironment(slug, "staging");
  const operation = await submitIncident(agent, { environment: slug });
  const page = await openAs(await world.addUser());
  // Without the stream the page stays as it was opened.
  await page.route("**/events", (route) => route.abort());
  await openDecision(page, operation);
  await sql(world, "UPDATE environments SET kind = 'production' WHERE id = $1", [environment]);
  await page.getByLabel("Comment").fill("my reasons");
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByRole("alert").filter({ hasText: "changed since" })).toBeVisible();
  await expect(page.getByLabel("Comment")).toHaveValue("my reasons");
  expect((await agent.get(operation.id)).status).toBe("pending");
  await expect(page.getByText(`(production)`)).toBeVisible();
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("The agent has its grant").first()).toBeVisible();
});

test("two approvals are two people: the second reviewer completes it", async ({
  world,
  agent,
  openAs,
}) => {
  const slug = `two-${Date.now().toString(36)}`;
  await world.addEnvironment(slug, "production", 2);
  const [one, two] = [
    await world.addUser({ name: "Ada One" }),
    await world.addUser({ name: "Bo Two" }),
  ];
  const operation = await submitIncident(agent, { environment: slug });
  const first = await openAs(one);
  await openDecision(first, operation);
  await first.getByRole("button", { name: /^Approve/ }).click();
  await expect(first.getByText("You approved this already").first()).toBeVisible();
  expect((await agent.get(operation.id)).status).toBe("pending");
  const second = await openAs(two);
  await openDecision(second, operation);
  await expect(second.getByText("Ada One").first()).toBeVisible();
  await second.getByRole("button", { name: /^Approve/ }).click();
  await expect(first.getByText("The agent has its grant").first()).toBeVisible();
  expect((await agent.get(operation.id)).decision?.approvals).toHaveLength(2);
});

test("nobody approves their own agent's request, but may deny it", async ({
  deployment,
  world,
  openAs,
}) => {
  const owner = await world.addUser();
  await world.addUser();
  const own = await world.addAgent({ ownerId: owner.id });
  const { createAgent } = await import("@/client/agent");
  const agent = createAgent({ baseUrl: deployment.url, apiKey: own.key });
  const operation = await submitIncident(agent);
  const page = await openAs(owner);
  await openDecision(page, operation);
  await expect(page.getByText("somebody else must approve").first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await page.getByRole("button", { name: /^Deny/ }).click();
  expect((await agent.wait(operation.id)).status).toBe("denied");
});

test("killed with -9 between approval and poll, the app still gives the agent its grant", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("The agent has its grant").first()).toBeVisible();
  await deployment.crash();
  const before = grantToken(await agent.get(operation.id));
  expect(before).not.toBeNull();
  expect(grantToken(await agent.wait(operation.id))).toBe(before);
});
