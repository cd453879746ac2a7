import {
  expect,
  expectAccessible,
  mailedLink,
  openDecision,
  submitIncident,
  test,
} from "./fixtures";

/** As a `datetime-local` field takes it, in the browser's zone. */
const inDays = (days: number) => {
  const at = new Date(Date.now() + days * 86_400_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

test("whoever goes away hands over their seats; the other is told, and approves for them", async ({
  deployment,
  world,
  agent,
  openAs,
}) => {
  const ann = await world.addUser({ name: "Ann Away" });
  const bob = await world.addUser({ name: "Bob Backup", member: false });
  const hers = await openAs(ann);
  await hers.goto("/settings");
  await hers.getByRole("button", { name: "Set me away" }).click();
  await hers.getByLabel("Until").fill(inDays(3));
  await hers.getByRole("button", { name: "Set me away" }).click();
  await expect(hers.getByRole("main")).toContainText("You are away until");
  await hers.getByRole("button", { name: "Hand over my seats" }).click();
  await hers.getByLabel("To", { exact: true }).selectOption("Bob Backup");
  await hers.getByLabel("Until").fill(inDays(3));
  await hers.getByLabel("Why").fill("on leave");
  await hers.getByRole("button", { name: "Hand over" }).click();
  await expect(hers.getByRole("main")).toContainText("Bob Backup for Ann Away");
  await expectAccessible(hers);
  expect(await mailedLink(deployment, bob.email, /stand in for Ann/)).toContain(deployment.url);

  const operation = await submitIncident(agent);
  const his = await openAs(bob);
  const decision = await openDecision(his, operation);
  await expect(decision).toContainText("Bob Backup (for Ann Away)");
  await expect(his.getByRole("region", { name: "Away" })).toContainText("Ann Away, until");
  await his.getByRole("button", { name: /^Approve/ }).click();
  await expect(decision).toContainText("The agent has its grant");

  const admin = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
  await admin.goto("/people");
  const people = admin.getByRole("region", { name: "People" });
  await expect(people.getByRole("listitem").filter({ hasText: ann.email })).toContainText(
    "away until",
  );
  await admin
    .getByRole("listitem")
    .filter({ hasText: "Bob Backup for Ann Away" })
    .getByRole("button", { name: "Revoke" })
    .click();
  await admin.getByRole("button", { name: /^Revoke:/ }).click();
  await expect(admin.getByText("Nobody stands in for anybody.")).toBeVisible();
});
