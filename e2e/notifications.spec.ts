import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { expect, openDecision, submitIncident, test } from "./fixtures";
import { look } from "./look";

interface Receiver {
  url: string;
  received: { headers: IncomingHttpHeaders; body: string }[];
  /** While true it takes what comes, and doesn't answer. */
  silent: boolean;
  close(): void;
}

async function startReceiver(): Promise<Receiver> {
  const received: Receiver["received"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (!receiver.silent) response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    silent: false,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}

test("an agent that asks for many things at once fills one digest, and not a mailbox", async ({
  world,
  agent,
  deployment,
}) => {
  const reviewer = await world.addUser({ name: "Kim" });
  for (let i = 0; i < 9; i++) await submitIncident(agent);
  const { mail } = deployment;
  for (let i = 0; i < 3; i++) await mail.next(reviewer.email, /needs your approval$/);
  await expect
    .poll(async () => {
      const open = await world.base.db.query<{ count: number }>(
        {
          text: `SELECT count(*)::int AS count FROM outbox WHERE recipient = $1 AND kind = 'approval_needed'
            AND sent_at IS NULL AND dead_at IS NULL`,
        },
        [reviewer.email],
      );
      return open[0]?.count;
    })
    .toBe(0);
  // Its time comes half a minute later.
  await world.base.db.query(
    { text: "UPDATE outbox SET available_at = now() WHERE recipient = $1 AND sent_at IS NULL" },
    [reviewer.email],
  );
  const digest = await mail.next(reviewer.email, /^\d+ operations need your approval/);
  expect(digest.text).toContain(`Open the inbox:\n${deployment.url}/`);
  expect(mail.sent.filter(({ to }) => to.includes(reviewer.email))).toHaveLength(4);
});

test("an optional mail is turned off by its link's button, without signing in, and by nothing less", async ({
  world,
  agent,
  deployment,
  newPage,
  openAs,
}) => {
  test.setTimeout(180_000); // two pages are looked at in every way
  const reviewer = await world.addUser({ name: "Lee" });
  const operation = await submitIncident(agent);
  const decider = await openAs(await world.addUser());
  const decision = await openDecision(decider, operation);
  await decision.getByRole("button", { name: "Deny" }).click();
  const told = await deployment.mail.next(reviewer.email, /: denied$/);
  expect(told.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
  const link = /No more mails of this kind:\s+(\S+)/.exec(told.text)?.[1] ?? "";
  const muted = async () =>
    (
      await world.base.db.query<{ muted: string[] }>(
        { text: "SELECT muted_mails AS muted FROM users WHERE id = $1" },
        [reviewer.id],
      )
    )[0]?.muted;
  const page = await newPage();
  await page.goto(link);
  await page.goto(/<([^>]+)>/.exec(told.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Stop mail about: Decisions?");
  await look(page, "unsubscribe");
  expect(await muted()).toEqual([]);
  await page.getByRole("button", { name: "Turn these mails off" }).click();
  await expect(page.getByText("You don't get them any more.")).toBeVisible();
  expect(await muted()).toEqual(["decided"]);

  const settings = await openAs(reviewer);
  await settings.goto("/settings");
  await look(settings, "settings-mail");
  await settings.getByRole("button", { name: "Turn on: Decisions" }).click();
  await expect(settings.getByRole("button", { name: "Turn off: Decisions" })).toBeVisible();
  expect(await muted()).toEqual([]);
});

test("an address that bounces stands out among the people until an admin clears it", async ({
  world,
  openAs,
}) => {
  const admin = await world.addUser({ role: "admin", name: "Alex Admin" });
  const gone = await world.addUser({ name: "Gone Gray" });
  await world.base.db.query(
    {
      text: "UPDATE users SET mail_bounced_at = now(), mail_bounce_reason = 'General: No such mailbox' WHERE id = $1",
    },
    [gone.id],
  );
  const page = await openAs(admin);
  await page.goto("/people");
  const row = page.getByRole("listitem").filter({ hasText: gone.email }).first();
  await expect(row).toContainText("General: No such mailbox");
  await look(page, "people-bounced");
  await row.getByRole("button", { name: "Mail works again" }).click();
  await expect(row).not.toContainText("No such mailbox");
});

test("a webhook is registered, tested, delivered and verified, and survives the app being killed", async ({
  world,
  agent,
  deployment,
  openAs,
}) => {
  test.setTimeout(240_000); // three pages are looked at in every way, and a restart
  const receiver = await startReceiver();
  try {
    const page = await openAs(await world.addUser({ role: "admin", name: "Alex Admin" }));
    await page.goto("/webhooks");
    await page.getByRole("button", { name: "Register a webhook" }).click();
    await page.getByLabel("URL").fill("https://169.254.169.254/latest");
    await page.getByRole("button", { name: "Register", exact: true }).click();
    await expect(page.getByText("isn't public").first()).toBeVisible();
    await page.getByLabel("URL").fill(receiver.url);
    await page.getByLabel("What it is for").fill("On-call pager");
    await look(page, "webhooks-register");
    await page.getByRole("button", { name: "Register", exact: true }).click();
    const secret = await page.getByRole("dialog").locator("code").innerText();
    expect(secret).toMatch(/^whsec_/);
    await page.getByRole("button", { name: "I have copied it" }).click();
    await look(page, "webhooks");
    await page.getByRole("link", { name: "Open: On-call pager" }).click();
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect.poll(() => receiver.received.length).toBe(1);
    const operation = await submitIncident(agent);
    await expect.poll(() => receiver.received.length).toBe(2);
    const events = receiver.received.map(
      ({ headers, body }) =>
        new Webhook(secret).verify(body, headers as Record<string, string>) as {
          type: string;
          data: object;
        },
    );
    expect(events.map(({ type }) => type)).toEqual(["webhook.tested", "operation.submitted"]);
    expect(events[1]?.data).toMatchObject({
      operation: { id: operation.id },
      links: { review: `${deployment.url}/operations/${operation.id}` },
    });

    receiver.silent = true;
    await page.getByRole("button", { name: "Send a test" }).click();
    await expect.poll(() => receiver.received.length).toBe(3);
    await deployment.crash(); // it was told, and the app died before it knew
    receiver.silent = false;
    await world.base.db.query({ text: "UPDATE webhook_deliveries SET available_at = now()" }, []);
    await expect.poll(() => receiver.received.length).toBe(4);
    const [before, after] = receiver.received.slice(2);
    expect(after?.headers["webhook-id"]).toBe(before?.headers["webhook-id"]);
    expect(after?.body).toBe(before?.body);
    await page.reload();
    await expect(page.getByText("delivered, 200")).toHaveCount(3);
    await world.base.db.query(
      {
        text: `UPDATE webhook_deliveries SET delivered_at = NULL, dead_at = now(), response_status = 503,
          last_error = 'answered 503', attempts = 11 WHERE event = 'operation.submitted'`,
      },
      [],
    );
    await page.reload();
    await look(page, "webhook");
    await page.getByRole("button", { name: /^Replay: operation.submitted/ }).click();
    await expect.poll(() => receiver.received.length).toBe(5);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("button", { name: "Remove it, with its deliveries" }).click();
    await expect(page).toHaveURL(`${deployment.url}/webhooks`);
  } finally {
    receiver.close();
  }
});
