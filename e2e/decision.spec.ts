import { createAgent, grantToken } from "@/client/agent";
import { createEnforcementPoint } from "@/client/enforce";
import { AUDIENCE, type World } from "@/test/seed";
import { expect, openDecision, submitIncident, test, toExecute } from "./fixtures";

const sql = (world: World, text: string, values: unknown[]) =>
  world.base.db.query({ text }, values);

test("approve: the waiting agent gets one grant, the point executes once, the page tells the outcome", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const waiting = agent.wait(operation.id);
  const page = await openAs(await world.addUser());
  const decision = await openDecision(page, operation);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Delete volume pg-data in production",
  );
  // Nothing is registered of it, so what the sentence says is marked as what nobody has checked.
  await expect(page.getByRole("main")).toContainText("name not checked");
  await expect(page.getByRole("main")).toContainText("environment not checked");
  await page.getByLabel("Comment").fill("checked with the owner");
  await page.getByRole("button", { name: "Approve deleting pg-data" }).click();

  const token = grantToken(await waiting);
  expect(token).not.toBeNull();
  await expect(decision).toContainText("The agent has its grant");

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
  await expect(decision).toContainText("Executed");
  await expect(decision).toContainText("not verified");
  // Claimed, predicted, reported: what doesn't hold against the report is said to differ.
  await expect(decision.getByRole("row", { name: /^Records/ })).toHaveText(
    /differs from what is reported: 0.*not known.*12,751/,
  );
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("reported success");
});

test("deny: the agent learns why, and there is no grant", async ({ world, agent, openAs }) => {
  const operation = await submitIncident(agent);
  const waiting = agent.wait(operation.id);
  const page = await openAs(await world.addUser());
  const decision = await openDecision(page, operation);
  await page.getByLabel("Comment").fill("this is production");
  await page.getByRole("button", { name: "Deny" }).click();
  const denied = await waiting;
  expect(denied).toMatchObject({ status: "denied", decision: { reason: "this is production" } });
  expect(grantToken(denied)).toBeNull();
  await expect(decision).toContainText("Nothing runs.");
});

test("expire: the page says so by itself, and nobody can approve any more", async ({
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser());
  const decision = await openDecision(page, operation);
  await sql(world, "UPDATE operations SET expires_at = clock_timestamp() WHERE id = $1", [
    operation.id,
  ]);
  await expect(decision).toContainText("Nobody decided in time");
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
  const decision = await openDecision(page, operation);
  await agent.cancel(operation.id);
  await expect(decision).toContainText("The agent withdrew it");
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
});

test("what happened between the drawing of a page and its first word from the stream is shown too", async ({
  world,
  agent,
  openAs,
}) => {
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser());
  let release = () => {};
  const cancelled = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/events", async (route) => {
    await cancelled;
    await route.continue();
  });
  const decision = await openDecision(page, operation);
  await agent.cancel(operation.id);
  release();
  await expect(decision).toContainText("The agent withdrew it");
});

test("a stale view is refused, what was typed stays, and what changed must be looked at before approving", async ({
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
  const decision = await openDecision(page, operation);
  await sql(world, "UPDATE environments SET kind = 'production' WHERE id = $1", [environment]);
  await page.getByLabel("Comment").fill("my reasons");
  const approve = page.getByRole("button", { name: /^Approve/ });
  await approve.click();
  await expect(decision.getByRole("alert")).toContainText("changed since you opened it");
  await expect(decision.getByRole("alert")).toContainText("production");
  await expect(page.getByLabel("Comment")).toHaveValue("my reasons");
  await expect(approve).toBeDisabled();
  expect((await agent.get(operation.id)).status).toBe("pending");
  await page.getByRole("button", { name: "I have seen what changed" }).click();
  await approve.click();
  await expect(decision).toContainText("The agent has its grant");
  await expect(decision).toContainText("my reasons");
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
  const atFirst = await openDecision(first, operation);
  await first.getByRole("button", { name: /^Approve/ }).click();
  await expect(atFirst).toContainText("You approved this already");
  expect((await agent.get(operation.id)).status).toBe("pending");
  const second = await openAs(two);
  const atSecond = await openDecision(second, operation);
  await expect(atSecond).toContainText("Ada One");
  await second.getByRole("button", { name: /^Approve/ }).click();
  await expect(atFirst).toContainText("The agent has its grant");
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
  const agent = createAgent({ baseUrl: deployment.url, apiKey: own.key });
  const operation = await submitIncident(agent);
  const page = await openAs(owner);
  const decision = await openDecision(page, operation);
  await expect(decision).toContainText("somebody else must approve");
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Deny" }).click();
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
  const decision = await openDecision(page, operation);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision).toContainText("The agent has its grant");
  await deployment.crash();
  const before = grantToken(await agent.get(operation.id));
  expect(before).not.toBeNull();
  expect(grantToken(await agent.wait(operation.id))).toBe(before);
});
