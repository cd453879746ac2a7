import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, submitIncident, test } from "./fixtures";

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><a href="https://evil.example.com">Approve</a>',
  "javascript:alert(1)",
  "[Approve](https://evil.example.com)",
  "\u202Egpj.exe\u202C",
  "prod\u200Buction\u00A0db",
  "pg-data\r\nEnvironment: staging",
  "\u001B[2J\u0007",
];
const LIST = path.resolve("../shared/corpora/strings/blns.json");

test("what an agent writes is shown on every page, never obeyed, and hides nothing", async ({
  world,
  agent,
  openAs,
}) => {
  const operations = [];
  for (const text of HOSTILE)
    operations.push(
      await submitIncident(agent, {
        resource: { type: text, id: text, name: text },
        params: { [text]: text },
        artifact: { kind: "shell", content: text },
        reason: text,
        claims: { environment: text },
        source: { session: text },
      }),
    );
  const page = await openAs(await world.addUser({ role: "admin" }));
  const faults = watch(page);
  for (const at of ["/", "/history", "/audit", ...operations.map(({ id }) => `/operations/${id}`)])
    await expectInert(page, at);
  expect(faults).toEqual([]);
});

test("a list of naughty strings, opened whole, is only text", async ({ world, agent, openAs }) => {
  test.skip(!existsSync(LIST), "the list is absent");
  const strings = (JSON.parse(readFileSync(LIST, "utf8")) as string[]).filter(
    (text) => text.isWellFormed() && !text.includes("\0"),
  );
  const { id } = await submitIncident(agent, {
    params: { strings },
    artifact: { kind: "shell", content: strings.join("\n") },
    reason: strings.join("\n").slice(0, 4000).toWellFormed(),
  });
  const page = await openAs(await world.addUser());
  const faults = watch(page);
  await page.goto(`/operations/${id}`);
  const closed = page.getByRole("button", { name: /^Show all/ });
  await expect(closed).toHaveCount(3);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  for (let left = 3; left > 0; left--) {
    await closed.first().click();
    await expect(closed).toHaveCount(left - 1);
  }
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeEnabled();
  expect(await hazards(page)).toEqual([]);
  expect(faults).toEqual([]);
});

/** Whatever a page does that it wouldn't do with harmless text. */
function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  // A script that the content policy stopped was still let into the page.
  page.on("console", (line) => line.type() === "error" && faults.push(`console: ${line.text()}`));
  page.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  return faults;
}

async function expectInert(page: Page, at: string): Promise<void> {
  await page.goto(at);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  expect(await hazards(page), at).toEqual([]);
}

/** Code points that hide or mislead, in the title, a text or an attribute; links that lead elsewhere. */
function hazards(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hidden =
      /(?![\n\t])[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
    const found: string[] = [];
    const look = (text: string, where: string) => {
      if (hidden.test(text)) found.push(`${where}: ${JSON.stringify(text)}`);
    };
    look(document.title, "title");
    for (const element of document.body.querySelectorAll("*")) {
      // Ours, in the words and spaces of the reader's language.
      if (element.matches("script, time, time *")) continue;
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE) look(node.textContent ?? "", element.tagName);
      for (const { name, value } of element.attributes) look(value, `${element.tagName} ${name}`);
      if (element instanceof HTMLAnchorElement && element.origin !== location.origin)
        found.push(`link: ${element.href}`);
    }
    return found;
  });
}
