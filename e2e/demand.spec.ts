import type { Page } from "@playwright/test";
import { grantToken } from "@/client/agent";
import { createEnforcementPoint } from "@/client/enforce";
import { addRecoveryPoint } from "@/lib/services/inventory/add-recovery-point";
import { registerResource } from "@/lib/services/inventory/register";
import { contextFor } from "@/lib/services/context";
import { activatePolicy, addGroup, policyOf, ruleFor } from "@/test/policy";
import { AUDIENCE, type World } from "@/test/seed";
import { addAuthenticator } from "./authenticator";
import {
  expect,
  expectAccessible,
  openDecision,
  submitIncident,
  test,
  toExecute,
} from "./fixtures";

/** An environment of its own, in which the policy demands this. */
async function demand(world: World, require: string): Promise<string> {
  const slug = `demand-${Date.now().toString(36)}`;
  await world.addEnvironment(slug, "production");
  await activatePolicy(world.base.db, policyOf(ruleFor(slug, require)));
  return slug;
}

async function addPasskey(page: Page) {
  const authenticator = await addAuthenticator(page);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("on one device")).toBeVisible();
  return authenticator;
}

test("step-up: who has no passkey is told before they read; with one, Approve asks for it and the grant says so", async ({
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ step_up: passkey }");
  const operation = await submitIncident(agent, { environment });
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  const told = page.getByRole("region", { name: "You need a passkey" });
  await expect(told).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Deny" })).toBeEnabled();
  await expectAccessible(page);
  await addPasskey(page);
  const decision = await openDecision(page, operation);
  await expect(told).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Approve deleting pg-data" }).click();
  await expect(decision).toContainText("The agent has its grant");
  const approved = await agent.wait(operation.id);
  expect(approved.decision?.approvals).toMatchObject([{ method: "passkey" }]);
  const [, claims = ""] = (grantToken(approved) ?? "").split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    approvals: [{ amr: ["passkey"] }],
  });
});

test("step-up: a passkey that doesn't verify its person approves nothing", async ({
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ step_up: passkey }");
  const operation = await submitIncident(agent, { environment });
  const page = await openAs(await world.addUser());
  const authenticator = await addPasskey(page);
  await authenticator.setVerifiesUser(false);
  const decision = await openDecision(page, operation);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision.getByRole("alert")).toContainText("nothing was decided");
  expect((await agent.get(operation.id)).status).toBe("pending");
  await authenticator.setVerifiesUser(true);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision).toContainText("The agent has its grant");
});

test("step-up on a phone: one touch opens the passkey, where nothing is to be written", async ({
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ step_up: passkey }");
  const operation = await submitIncident(agent, { environment });
  const page = await openAs(await world.addUser());
  await addPasskey(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/operations/${operation.id}`);
  await page.getByRole("button", { name: "Approve deleting pg-data" }).click();
  await expect(page.getByText("The agent has its grant").first()).toBeVisible();
});

test("comment and typed name: Approve waits for both, exactly, and Deny for neither", async ({
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ comment: true, typed_confirmation: true }");
  const operation = await submitIncident(agent, { environment });
  const page = await openAs(await world.addUser());
  const decision = await openDecision(page, operation);
  const approve = decision.getByRole("button", { name: /^Approve/ });
  await expect(approve).toBeDisabled();
  await expect(decision.getByRole("button", { name: "Deny" })).toBeEnabled();
  const typed = decision.getByLabel("Type what is hit");
  // What the agent calls it is not what it is.
  await typed.fill("pg-data");
  await decision.getByLabel("Comment").fill("checked with the owner");
  await expect(decision.getByText("That isn't it")).toBeVisible();
  await expect(approve).toBeDisabled();
  await expectAccessible(page);
  await typed.fill("vol_8f2c");
  await expect(approve).toBeEnabled();
  await approve.click();
  await expect(decision).toContainText("The agent has its grant");
});

test("recovery: without a recent copy nobody can approve; the page says what to do, and it works", async ({
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ recovery: { max_age: 24h } }");
  const id = `vol_${environment}`;
  const operation = await submitIncident(agent, {
    environment,
    resource: { type: "railway.volume", id },
    params: { volumeId: id },
    artifact: { kind: "graphql", content: `mutation { volumeDelete(volumeId: "${id}") }` },
  });
  const page = await openAs(await world.addUser());
  const decision = await openDecision(page, operation);
  const needed = page.getByRole("region", { name: "Nobody can approve this yet" });
  await expect(needed).toContainText("None is known");
  await expect(decision.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expectAccessible(page);
  const operator = contextFor(world.base, { kind: "operator", login: "root" });
  const { resource } = await registerResource(operator, {
    type: "railway.volume",
    pattern: id,
    environment,
  });
  await addRecoveryPoint(operator, {
    resource: resource.id,
    name: "Just now",
    taken_at: new Date().toISOString(),
    failure_domain: "aws.account:backups",
  });
  await page.getByRole("button", { name: "Work it out again" }).click();
  await expect(needed).toHaveCount(0);
  await page.getByRole("button", { name: "I have seen what changed" }).click();
  await decision.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision).toContainText("The agent has its grant");
});

test("objection: anyone who was asked stops what another approved, and nothing can run any more", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ objection_window: 10m }");
  const operation = await submitIncident(agent, { environment });
  const approver = await openAs(await world.addUser({ name: "Ada Approver" }));
  const objector = await openAs(await world.addUser({ name: "Ola Objector" }));
  const atApprover = await openDecision(approver, operation);
  const atObjector = await openDecision(objector, operation);
  await expect(atApprover).toContainText("after the objection window of 10 minutes");
  await approver.getByRole("button", { name: /^Approve/ }).click();
  await expect(atApprover).toContainText("Can be objected to until");
  await expect(atObjector.getByRole("timer")).toHaveText(/^9:[0-5]\d$/);
  const approved = await agent.get(operation.id);
  expect(approved.next).toMatchObject({ action: "wait", retry_after: expect.any(Number) });
  const point = createEnforcementPoint({
    baseUrl: deployment.url,
    apiKey: world.enforcement.key,
    audience: AUDIENCE,
  });
  const request = { grant: grantToken(approved) ?? "", operation: toExecute({ environment }) };
  const execute = () => point.execute(request, async () => ({ outcome: "succeeded" as const }));
  await expect(execute()).rejects.toMatchObject({ code: "grant_not_yet_valid" });
  await expectAccessible(objector);
  await atObjector.getByRole("button", { name: "Object" }).click();
  await atObjector.getByLabel("Why").fill("the migration isn't over");
  await expectAccessible(objector);
  await atObjector.getByRole("button", { name: "Revoke it for good" }).click();
  await expect(atApprover).toContainText("Nothing runs");
  await expect(approver.getByRole("region", { name: "Timeline" })).toContainText(
    "the migration isn't over",
  );
  await expect(execute()).rejects.toMatchObject({ code: "grant_revoked" });
  expect(grantToken(await agent.get(operation.id))).toBeNull();
});

test("two groups: each has its own seats, and who is in neither can't take one", async ({
  world,
  agent,
  openAs,
}) => {
  const [dba, sre, other] = [
    await world.addUser({ member: false, name: "Dee Dba" }),
    await world.addUser({ name: "Sam Sre" }),
    await world.addUser({ member: false, name: "Ott Other" }),
  ];
  const slug = `dba-${Date.now().toString(36)}`;
  await addGroup(world.base.db, slug, [dba]);
  const environment = await demand(world, `{ groups: { ${slug}: 1 } }`);
  const operation = await submitIncident(agent, { environment });
  const [atSre, atDba, atOther] = [await openAs(sre), await openAs(dba), await openAs(other)];
  const first = await openDecision(atSre, operation);
  const second = await openDecision(atDba, operation);
  await atOther.goto(`/operations/${operation.id}`);
  await expect(atOther.getByRole("button", { name: /^(Approve|Deny)/ })).toHaveCount(0);
  await expect(first).toContainText(`After you, 1 more of ${slug} must approve.`);
  await atSre.getByRole("button", { name: /^Approve/ }).click();
  await expect(second.getByRole("listitem").filter({ hasText: /^sre1 of 1/ })).toContainText(
    "Sam Sre",
  );
  await expect(second).toContainText("Your approval is the last one.");
  await expectAccessible(atDba);
  expect((await agent.get(operation.id)).approvals).toMatchObject({
    received: 1,
    quorum: [
      { group: "sre", required: 1, received: 1 },
      { group: slug, required: 1, received: 0 },
    ],
  });
  await atDba.getByRole("button", { name: /^Approve/ }).click();
  await expect(first).toContainText("The agent has its grant");
});

test("who approved and then left no longer counts, and the page says so", async ({
  world,
  agent,
  openAs,
}) => {
  const environment = await demand(world, "{ approvals: 2 }");
  const [leaver, stays] = [await world.addUser({ name: "Lee Leaver" }), await world.addUser()];
  const operation = await submitIncident(agent, { environment });
  const page = await openAs(leaver);
  const hers = await openDecision(page, operation);
  await page.getByRole("button", { name: /^Approve/ }).click();
  await expect(hers).toContainText("You approved this already");
  await world.base.db.query({ text: "DELETE FROM group_members WHERE user_id = $1" }, [leaver.id]);
  const other = await openAs(stays);
  const decision = await openDecision(other, operation);
  await expect(decision).toContainText("This approval no longer stands.");
  await expect(decision).toContainText("0 of 2");
  await expectAccessible(other);
});

test("what the policy denies says so and by which rule: on the page, in the timeline, in the history", async ({
  world,
  agent,
  openAs,
}) => {
  const slug = `dark-${Date.now().toString(36)}`;
  await world.addEnvironment(slug, "production");
  await activatePolicy(
    world.base.db,
    `version: countersign.policy/1
rules:
  - name: nothing in the dark
    when: environment.slug == "${slug}"
    deny: Wait until somebody is awake.
`,
  );
  const operation = await submitIncident(agent, { environment: slug });
  expect(operation.status).toBe("denied");
  const page = await openAs(await world.addUser());
  await page.goto(`/operations/${operation.id}`);
  const decision = page.getByRole("region", { name: "Decision", exact: true });
  const said = /[Bb]y the policy, rule .?nothing in the dark.?: .?Wait until somebody is awake\./;
  await expect(decision).toContainText(said);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("The policy denied it: rule nothing in the dark");
  await expectAccessible(page);
  await page.goto(`/history?environment=${slug}`);
  await expect(page.getByRole("region", { name: "Operations" })).toContainText(said);
});
