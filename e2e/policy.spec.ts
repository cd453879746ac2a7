import { expect, submitIncident, test } from "./fixtures";
import { look } from "./look";

test.use({ databaseOf: "policy" });

test("a policy is written with its faults in place, tried, saved, activated, and applies to the next submission", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(240_000);
  const refused: string[] = [];
  await submitIncident(agent);
  await world.addUser();
  const page = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  await page.goto("/policy");
  await expect(page.getByText("The built-in rule is in force")).toBeVisible();
  await look(page, "policy-none");

  await page.getByRole("link", { name: "Write a policy" }).click();
  const editor = page.getByRole("textbox", { name: "Policy" });
  await expect(editor).toContainText("countersign.policy/1");
  const words = page.getByRole("list", { name: "Rules in words" });
  await expect(words).toContainText(
    'When the environment\'s kind is "production" and (something is deleted or',
  );
  await editor.click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\n  - name: mine\nwhen: effe");
  await page.getByRole("listbox").getByText("effects.delete").click();
  await page.keyboard.type(" && colour\ndeny: no");
  const fault = page.getByRole("list", { name: "Faults" }).getByRole("button");
  await expect(fault).toContainText("colour");
  await look(page, "policy-fault");
  await fault.click();
  await expect(editor).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Shift+End");
  await page.keyboard.type("!reversible\ndeny: Nothing that can't be undone.");
  await expect(words).toContainText("it can't be undone, restored or rebuilt");

  const one = page.getByRole("region", { name: "Try it on one operation" });
  await one.getByRole("button", { name: "Try it" }).click();
  await expect(one.getByRole("row", { name: /^mine/ })).toContainText("denies it");
  const many = page.getByRole("region", { name: "Try it on history" });
  await many.getByRole("button", { name: "Look back" }).click();
  await expect(many.getByRole("list", { name: "Changes" })).toContainText("denied");
  await many.getByRole("list", { name: "Changed operations" }).locator("summary").first().click();
  await look(page, "policy-tried");

  await page.getByLabel("Note").fill("Nothing irreversible");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Version 1");
  await expect(page.getByRole("region", { name: "Activate" })).toContainText("denied");
  await look(page, "policy-version");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("policy-1.yaml");
  await page.getByRole("button", { name: "Activate version 1…" }).click();
  await page.getByRole("button", { name: "Judge everything by version 1 from now on" }).click();
  await expect(page.getByText("Version 1 is in force")).toBeVisible();
  await look(page, "policy-active");

  const operation = await submitIncident(agent);
  expect(operation).toMatchObject({
    status: "denied",
    policy: { version: 1 },
    decision: {
      reason: expect.stringContaining("Nothing that can't be undone.") as unknown as string,
    },
  });
  const reviewer = await openAs(await world.addUser());
  await reviewer.goto("/policy");
  await expect(reviewer.getByText("Version 1 is in force")).toBeVisible();
  await expect(reviewer.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await reviewer.goto("/policy/edit");
  await expect(reviewer).toHaveURL(/\/$/);

  await page.getByRole("button", { name: "Go back to the built-in rule" }).click();
  await page.getByRole("button", { name: "Set version 1 aside" }).click();
  await expect(page.getByText("The built-in rule is in force")).toBeVisible();
  expect(refused, "the browser's console").toEqual([]);
});
