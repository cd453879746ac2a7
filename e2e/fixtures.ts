import { randomUUID } from "node:crypto";
import AxeBuilder from "@axe-core/playwright";
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from "@playwright/test";
import { createAgent, type Agent, type Operation } from "@/client/agent";
import { hashToken, newToken } from "@/lib/core/bearer-token";
import { newId } from "@/lib/core/id";
import type { SubmitOperation } from "@/lib/contract/operation";
import { incident, type Reviewer, type World } from "@/test/seed";
import { deploy, type Deployment } from "./deployment";
import { linkIn } from "./mail-stub";

export { expect };

/** Over plain http on localhost; the browser sends it to that host only. */
export const SESSION_COOKIE = "countersign_session";

interface Fixtures {
  /** The agent's own client, with a key of the world's agent. */
  agent: Agent;
  world: World;
  /** A page in a new browser that nobody is signed in to. */
  newPage(): Promise<Page>;
  /** A new browser, signed in as a new reviewer of the world's group. */
  openAs(reviewer: Reviewer): Promise<Page>;
  /** Of every test that fails, what the app said meanwhile. */
  appLog: void;
}

interface WorkerFixtures {
  /** Files that name one share no database with others: policies stay, and hold for all. */
  databaseOf: string;
  deployment: Deployment;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  databaseOf: ["all", { scope: "worker", option: true }],
  deployment: [
    async ({}, use) => {
      const deployment = await deploy({ ALLOW_LOOPBACK_WEBHOOKS: "true" });
      await deployment.world.addUser(); // somebody could approve, else nothing can be submitted
      await use(deployment);
      await deployment.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ deployment }, use) => use(deployment.url),
  world: async ({ deployment }, use) => use(deployment.world),
  agent: async ({ deployment }, use) =>
    use(createAgent({ baseUrl: deployment.url, apiKey: deployment.world.agent.key })),
  newPage: async ({ browser, contextOptions, deployment }, use) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ ...contextOptions, baseURL: deployment.url });
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  openAs: async ({ browser, contextOptions, deployment }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (reviewer) => {
      const context = await newBrowserAs(browser, contextOptions, deployment, reviewer);
      opened.push(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  appLog: [
    async ({ deployment }, use, info) => {
      await use();
      if (info.status !== info.expectedStatus) console.error(deployment.app.log());
    },
    { auto: true },
  ],
});

async function newBrowserAs(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0],
  { url, world }: Deployment,
  reviewer: Reviewer,
): Promise<BrowserContext> {
  const token = newToken();
  await world.base.db.query(
    {
      text: `INSERT INTO sessions (id, token_hash, user_id, method, expires_at)
        VALUES ($1, $2, $3, 'passkey', now() + interval '1 day')`,
    },
    [newId("ses"), hashToken(token), reviewer.id],
  );
  const context = await browser.newContext({ ...options, baseURL: url });
  await context.addCookies([
    { name: SESSION_COOKIE, value: token, url, httpOnly: true, sameSite: "Lax" },
  ]);
  return context;
}

/** The incident's request, submitted through the API as an agent does. */
export async function submitIncident(
  agent: Agent,
  change: Partial<SubmitOperation> = {},
): Promise<Operation> {
  const { environment, audience, action, resource, params, artifact, reason, claims, expires_in } =
    incident(change);
  return agent.submit(
    {
      environment,
      audience,
      action,
      resource: {
        type: resource.type,
        id: resource.id,
        ...(resource.name ? { name: resource.name } : {}),
      },
      params,
      artifact: artifact as never,
      reason,
      claims: claims as never,
      expires_in,
    },
    { idempotencyKey: randomUUID() },
  );
}

/** What an enforcement point is about to execute, for the incident. */
export function toExecute(change: Partial<SubmitOperation> = {}) {
  const { environment, audience, action, resource, params, artifact } = incident(change);
  return { environment, audience, action, resource, params, artifact };
}

/** The link of the next mail to this address with such a subject. */
export async function mailedLink(
  { mail }: Deployment,
  to: string,
  subject: RegExp,
): Promise<string> {
  return linkIn(await mail.next(to, subject));
}

/** Opens the review page; answers with the part of it that says how the decision stands. */
export async function openDecision(page: Page, operation: Operation): Promise<Locator> {
  await page.goto(`/operations/${operation.id}`);
  // Beside the page or, once decided, above it on a phone: the other one is hidden.
  const decision = page.getByRole("region", { name: "Decision", exact: true });
  await expect(decision.getByRole("button", { name: "Deny" })).toBeVisible();
  return decision;
}

/** Soft: a page's faults don't hide those of the next one. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect(page).toHaveTitle(/./); // Next may swap it a moment after the content
  const { url, violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(" | ")}`);
  expect.soft(found, `axe on ${new URL(url).pathname}`).toEqual([]);
}
