import { randomUUID } from "node:crypto";
import type { Agent, Operation } from "@/client/agent";
import { RegisterResourceSchema } from "@/lib/contract/inventory";
import { registerResource } from "@/lib/services/inventory/register";
import { AUDIENCE } from "@/test/seed";
import { db, planOf } from "@/test/plan";
import { expect, expectAccessible, openDecision, submitIncident, test } from "./fixtures";
import { look } from "./look";

/** A database, every copy of it, and what kept copying it, in one plan; and a password that nobody may see. */
const PLAN = planOf([
  db(
    { engine: "postgres", instance_class: "db.r6g.xlarge", password: "hunter2-hunter2" },
    {
      change: { before_sensitive: { password: true } },
    },
  ),
  {
    type: "aws_db_snapshot",
    name: "orders_before_migration",
    before: { db_instance_identifier: "orders", snapshot_create_time: "2026-11-20T03:00:00Z" },
  },
  {
    type: "aws_backup_vault",
    name: "orders",
    before: { name: "orders", recovery_points: 31, force_destroy: true },
  },
  {
    type: "aws_security_group",
    name: "orders",
    actions: ["update"],
    before: { description: "orders", ingress_port: 5432 },
    after: { description: "orders", ingress_port: 5433 },
  },
  {
    type: "aws_vpc",
    name: "next",
    actions: ["create"],
    before: null,
    after: { cidr: "10.1.0.0/16" },
  },
]);

const COMMAND = `bash -c 'curl -sS https://backboard.railway.com/graphql/v2 \\
  -H "Authorization: Bearer $RAILWAY_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d "{\\"query\\":\\"mutation { volumeDelete(volumeId: \\\\\\"vol_51c7\\\\\\") }\\"}"'`;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What comes, and what is seen of it. */
const KINDS = [
  [
    "sql",
    {
      kind: "sql",
      dialect: "postgresql",
      content:
        "delete from public.customers c using public.orders o where o.customer = c.id and o.at < '2020-01-01' -- only the old\n returning c.id",
    },
    `delete from public.customers c using public.orders o
where
  o.customer = c.id
  and o.at < '2020-01-01' -- only the old
returning
  c.id`,
  ],
  [
    "graphql",
    {
      kind: "graphql",
      content: 'mutation{a:volumeDelete(volumeId:"vol_1")b:volumeDelete(volumeId:"vol_2")}',
    },
    `mutation {
  a: volumeDelete(volumeId: "vol_1")
  b: volumeDelete(volumeId: "vol_2")
}`,
  ],
  [
    "http",
    {
      kind: "http",
      content:
        'POST /v1/volumes/purge HTTP/1.1\nHost: api.example.com\n\n{"ids":["vol_1"],"limit":12345678901234567890}',
    },
    `POST /v1/volumes/purge HTTP/1.1
Host: api.example.com

{
  "ids": [
    "vol_1"
  ],
  "limit": 12345678901234567890
}`,
  ],
  [
    "kubernetes",
    {
      kind: "kubernetes",
      content:
        "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: pg-data # the live one",
    },
    "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: pg-data # the live one",
  ],
] as const;

const submit = (agent: Agent, change: object): Promise<Operation> =>
  agent.submit(
    {
      environment: "production",
      audience: AUDIENCE,
      action: "terraform.apply",
      resource: { type: "terraform.workspace", id: "orders-prod" },
      params: {},
      artifact: { kind: "terraform_plan", content: PLAN },
      reason: "The orders database moved to the new cluster; remove what is left of the old one.",
      claims: { resources: 1, reversible: true },
      expires_in: 3600,
      ...change,
    } as never,
    { idempotencyKey: randomUUID() },
  );

test("a plan that destroys a database with all its copies says so before anything else", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(120_000);
  const operation = await submit(agent, {});
  const page = await openAs(await world.addUser());
  await page.goto(`/operations/${operation.id}`);
  const main = page.getByRole("main");
  await expect(
    main.getByText(/^Deletes 3 resources.*data is lost with aws_db_instance.orders/).first(),
  ).toBeInViewport();
  await expect(main.getByRole("link", { name: /Treat as permanent/ })).toBeInViewport();
  await expect(
    main.getByRole("link", { name: "No backup is known to survive: 3 would be gone" }),
  ).toBeInViewport();
  const survivors = page.getByRole("region", { name: "What survives" });
  await expect(survivors.locator("s")).toHaveText([
    "Automated backups of 7 days of aws_db_instance.orders",
    "aws_db_snapshot.orders_before_migration",
    "aws_backup_vault.orders",
  ]);
  await expect(survivors).toContainText("The same plan destroys it together with");
  // What is never taken is no copy to lose; that it isn't is a reason.
  await expect(page.getByRole("region", { name: "Blast radius" })).toContainText(
    "No final snapshot is taken: skip_final_snapshot is on.",
  );
  await expect(page.getByRole("region", { name: "Claims" })).toContainText("Contradicted");

  const diff = page.getByRole("region", { name: "The plan, resource by resource" });
  await expect(diff.getByRole("listitem")).toContainText([
    "Delete aws_db_instance.orders · holds data",
    "Delete aws_db_snapshot.orders_before_migration · keeps or makes copies",
    "Delete aws_backup_vault.orders · keeps or makes copies",
    "Update aws_security_group.orders",
    "Create aws_vpc.next",
  ]);
  await diff.getByText("aws_db_instance.orders").click();
  await expect(diff).toContainText("skip_final_snapshot");
  await diff.getByText("aws_security_group.orders").click();
  await expect(diff).toContainText("before: 5432 after: 5433");
  await page.getByRole("button", { name: /^Show all/ }).click();
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeEnabled();
  expect(await page.content()).not.toContain("hunter2");
  await page.reload();
  await look(page, "plan");
});

test("a command to a provider is read down to the volume, and refuted by what is registered of it", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(120_000);
  await registerResource(
    (await world.addUser({ role: "admin" })).ctx,
    RegisterResourceSchema.parse({
      type: "railway.volume",
      pattern: "vol_51c7",
      environment: "production",
      name: "pg-data",
      criticality: "critical",
      stateful: true,
      dependents: ["railway.service:checkout"],
      recovery_points: [
        {
          name: "Nightly backup",
          taken_at: new Date(Date.now() - 9 * HOUR_MS).toISOString(),
          failure_domain: "railway.volume:vol_51c7",
        },
        {
          name: "Weekly dump in another account",
          taken_at: new Date(Date.now() - 5 * DAY_MS).toISOString(),
          last_tested_restore: new Date(Date.now() - 40 * DAY_MS).toISOString(),
          failure_domain: "aws.account:backups",
          deletable_by: "backup-admin",
        },
      ],
    }),
  );
  const operation = await submit(agent, {
    environment: "staging",
    action: "railway.volume.delete",
    resource: { type: "railway.volume", id: "vol_51c7", name: "pg-data" },
    artifact: { kind: "shell", content: COMMAND },
    reason: "Credential mismatch in staging; recreate the volume.",
    claims: { environment: "staging", reversible: true },
  });
  const page = await openAs(await world.addUser());
  await page.goto(`/operations/${operation.id}`);
  const environment = page
    .getByRole("region", { name: "Claims" })
    .getByRole("listitem")
    .filter({ hasText: "Environment" });
  await expect(environment).toContainText("The inventory has it in production");
  await expect(environment).toContainText("Contradicted");
  const survivors = page.getByRole("region", { name: "What survives" });
  await expect(survivors.locator("s")).toContainText(["Backups of the volume", "Nightly backup"]);
  await expect(
    survivors.getByRole("listitem").filter({ hasText: "Weekly dump in another account" }),
  ).toContainText(
    "Taken:5 days ago; what came later is lostRestore last tested:40 days agoCan be deleted by:backup-admin",
  );
  const command = page.getByRole("region", { name: "What will run" });
  await expect(command.locator("mark")).toHaveText("volumeDelete");
  expect(await command.locator("pre").first().innerText()).toBe(COMMAND);
  await page.getByText(/^Evidence \(/).click();
  await expect(page.locator("details", { hasText: "Evidence (" })).toContainText("inventory");
  await look(page, "command");
});

test("until when it can be undone is said, also where that is found out while the page is open", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(120_000);
  const operation = await submitIncident(agent);
  const page = await openAs(await world.addUser());
  await openDecision(page, operation);
  const undo = {
    value: "soft_delete_window",
    until: new Date(Date.now() + 2 * DAY_MS).toISOString(),
    because: "The provider keeps a deleted volume for two days.",
  };
  await world.base.db.query(
    {
      text: "UPDATE operations SET report = jsonb_set(report, '{reversibility}', $2) WHERE id = $1",
    },
    [operation.id, JSON.stringify(undo)],
  );
  await submitIncident(agent); // whatever happens, open pages look again
  const decision = page.getByRole("region", { name: "Decision", exact: true });
  await expect(decision.getByRole("alert")).toContainText("This changed since you opened it");
  await expect(decision.getByRole("alert")).toContainText(undo.because);
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await expect(page.getByRole("main").getByRole("link", { name: /^Undo until/ })).toBeVisible();
  const radius = page.getByRole("region", { name: "Blast radius" });
  await expect(radius).toContainText(/Undo until \w/);
  await look(page, "undo");
});

test("each kind of artifact is laid out for reading, with the exact bytes one click away", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(180_000);
  const page = await openAs(await world.addUser());
  for (const [name, artifact, laidOut] of KINDS) {
    const operation = await submit(agent, {
      action: "postgresql.rows.delete",
      resource: { type: "postgresql.table", id: "public.customers" },
      artifact,
    });
    await page.goto(`/operations/${operation.id}`);
    const card = page.getByRole("region", { name: "What will run" });
    await expect(card.locator("pre").first()).toHaveText(laidOut, { useInnerText: true });
    const exact = card.getByText("What runs is, byte for byte, this");
    await expect(exact).toHaveCount(laidOut === artifact.content ? 0 : 1);
    if (laidOut !== artifact.content) {
      await exact.click();
      expect(await card.locator("pre").last().innerText()).toBe(artifact.content);
    }
    await expectAccessible(page);
    await card.screenshot({ path: `test-results/looks/artifact-${name}.png` });
  }
});

test("what hides in an artifact is shown where it stands, and nothing is moved", async ({
  world,
  agent,
  openAs,
}) => {
  const operation = await submit(agent, {
    artifact: { kind: "graphql", content: 'mutation{a:volumeDelete(volumeId:"vol\u202e_1")}' },
  });
  const page = await openAs(await world.addUser());
  await page.goto(`/operations/${operation.id}`);
  const card = page.getByRole("region", { name: "What will run" });
  await expect(card.locator("pre")).toHaveText(
    'mutation{a:volumeDelete(volumeId:"vol<U+202E>_1")}',
  );
  await expect(card).not.toContainText("Formatted");
});

test("a plan of 20,000 resources stays a small page, the most dangerous first and the rest on demand", async ({
  world,
  agent,
  openAs,
}) => {
  test.setTimeout(180_000);
  const content = planOf([
    ...Array.from({ length: 19_999 }, (_, i) => ({
      type: "aws_route",
      name: `r${i}`,
      before: { id: `r-${i}` },
    })),
    db(),
  ]);
  const small = JSON.stringify(
    JSON.parse(content, (name, value) =>
      ["mode", "provider_name", "before_sensitive", "after_sensitive", "after_unknown"].includes(
        name,
      )
        ? undefined
        : value,
    ),
  );
  const operation = await submit(agent, { artifact: { kind: "terraform_plan", content: small } });
  const page = await openAs(await world.addUser());
  await page.goto(`/operations/${operation.id}`);
  await expect(page.getByRole("button", { name: "Deny" })).toBeEnabled({ timeout: 60_000 });
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  const diff = page.getByRole("region", { name: "The plan, resource by resource" });
  await expect(diff.getByRole("listitem").first()).toContainText("Delete aws_db_instance.orders");
  await expect(diff.getByRole("listitem")).toHaveCount(20);
  await expect(diff).toContainText("19,980 more");
  await diff.getByRole("button", { name: "Show more of the plan" }).click();
  await expect(diff.getByRole("listitem")).toHaveCount(220);
  await expect(diff).toContainText("19,780 more");
  await page.getByRole("button", { name: /^Show all/ }).click();
  await expect(page.getByRole("button", { name: /^Approve/ })).toBeEnabled({ timeout: 60_000 });
  expect(nodes).toBeLessThan(5000);
});
