import { afterEach, beforeAll, beforeEach, afterAll, expect, test } from "vitest";
import { createAgent, grantToken, type OperationSubmission } from "@/client/agent";
import { createApi } from "@/lib/api/app";
import { decideOperation } from "@/lib/services/operation/decide";
import { testRuntime } from "@/test/api";
import type { Reviewer } from "@/test/seed";
import { testWorld } from "@/test/world";
import { startEnforcementPoint, type DeletionAnswer } from "./enforcement-point";
import { AUDIENCE, incident } from "./incident";
import { listen, type Listening } from "./listen";
import { startProvider, type Provider } from "./provider";

const world = testWorld();
const CREDENTIAL = "the-real-one";
let app: Listening;
let provider: Provider;
let point: Listening;
let reviewer: Reviewer;

beforeAll(async () => {
  app = await listen(createApi(testRuntime(world)).fetch);
  reviewer = await world.addUser();
});
afterAll(() => app.stop());
beforeEach(async () => {
  provider = await startProvider({ credential: CREDENTIAL });
  point = await startEnforcementPoint({
    countersignUrl: app.url,
    apiKey: world.enforcement.key,
    audience: AUDIENCE,
    provider: { url: provider.url, credential: CREDENTIAL },
  });
});
afterEach(async () => {
  await point.stop();
  await provider.stop();
});

const names = () => provider.volumes().map(({ name }) => name);
const ask = async (volumeId: string, headers: Record<string, string>) => {
  const response = await fetch(`${point.url}/volumes/${volumeId}`, { method: "DELETE", headers });
  return { status: response.status, ...((await response.json()) as DeletionAnswer) };
};
const withGrant = (grant: string) => ({ authorization: `Grant ${grant}` });

/** Submits, has it approved, and returns the grant. */
async function approved(change: Partial<OperationSubmission> = {}): Promise<string> {
  const agent = createAgent({ baseUrl: app.url, apiKey: world.agent.key });
  const { id } = await agent.submit({ ...incident(600), ...change });
  const form = await world.formOf(reviewer, id);
  await decideOperation(reviewer.ctx, { ...form, verdict: "approve" });
  const grant = grantToken(await agent.wait(id));
  if (grant === null) throw new Error("the approved operation should have a grant");
  return grant;
}

test("an approved deletion is executed, and its actual figures are reported", async () => {
  const grant = await approved();
  expect(await ask("vol_8f2c", withGrant(grant))).toMatchObject({
    status: 200,
    executed: true,
    reported: true,
    result: { outcome: "succeeded", actual: { records: 12_751, backups: 3, resources: 4 } },
  });
  expect(names()).toEqual(["pg-data-staging"]);
  const rows = await world.base.db.query<{ status: string; actual: { records: number } }>(
    { text: "SELECT status, actual FROM grants WHERE token = $1" },
    [grant],
  );
  expect(rows).toMatchObject([{ status: "succeeded", actual: { records: 12_751 } }]);
});

test("of ten requests with the same grant one executes", async () => {
  const grant = await approved();
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => ask("vol_8f2c", withGrant(grant))),
  );
  expect(answers.filter(({ executed }) => executed)).toHaveLength(1);
});

test.each([
  ["no grant", () => ({})],
  ["the agent's key", () => ({ authorization: `Bearer ${world.agent.key}` })],
  ["a grant that is none", () => withGrant("eyJhbGciOiJub25lIn0.e30.")],
])("with %s nothing is executed", async (_, headers) => {
  expect(await ask("vol_8f2c", headers() as Record<string, string>)).toMatchObject({
    executed: false,
  });
  expect(names()).toContain("pg-data");
});

test("a grant for one volume doesn't delete another, and isn't used up by the attempt", async () => {
  const grant = await approved();
  expect(await ask("vol_51d0", withGrant(grant))).toMatchObject({
    status: 403,
    executed: false,
    code: "digest_mismatch",
  });
  expect(names()).toEqual(["pg-data", "pg-data-staging"]);
  expect(await ask("vol_8f2c", withGrant(grant))).toMatchObject({ executed: true });
});

test("a deletion approved as staging's doesn't run against production's volume", async () => {
  const grant = await approved({ environment: "staging" });
  expect(await ask("vol_8f2c", withGrant(grant))).toMatchObject({
    executed: false,
    code: "digest_mismatch",
  });
  expect(names()).toContain("pg-data");
});

test("while Countersign can't be reached, nothing is executed", async () => {
  const grant = await approved();
  const cutOff = await startEnforcementPoint({
    countersignUrl: "http://127.0.0.1:9",
    apiKey: world.enforcement.key,
    audience: AUDIENCE,
    provider: { url: provider.url, credential: CREDENTIAL },
  });
  const response = await fetch(`${cutOff.url}/volumes/vol_8f2c`, {
    method: "DELETE",
    headers: withGrant(grant),
  });
  expect(await response.json()).toMatchObject({ executed: false, code: "unavailable" });
  await cutOff.stop();
  expect(names()).toContain("pg-data");
});
