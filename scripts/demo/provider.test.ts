import { afterAll, beforeAll, expect, test } from "vitest";
import { startProvider, type Provider } from "./provider";
import { connectProvider, ProviderError } from "./provider-client";

const CREDENTIAL = "the-real-one";
let provider: Provider;
beforeAll(async () => {
  provider = await startProvider({ credential: CREDENTIAL });
});
afterAll(() => provider.stop());

const as = (credential: string) => connectProvider({ url: provider.url, credential });
const refusal = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

test("without the credential nothing is read and nothing is deleted", async () => {
  const before = structuredClone(provider.volumes());
  for (const credential of ["", "the-real-on", "The-real-one"]) {
    expect(await refusal(as(credential).volumes())).toBeInstanceOf(ProviderError);
    expect(
      await refusal(as(credential).run('mutation { volumeDelete(volumeId: "vol_8f2c") }')),
    ).toBeInstanceOf(ProviderError);
  }
  expect(provider.volumes()).toEqual(before);
});

test("a mutation that names an environment argument is refused: there is none", async () => {
  const mutation = 'mutation { volumeDelete(volumeId: "vol_8f2c", environment: "staging") }';
  expect(await refusal(as(CREDENTIAL).run(mutation))).toMatchObject({
    message: expect.stringContaining('Unknown argument "environment"'),
  });
  expect(provider.volumes()).toHaveLength(2);
});

test("deleting a volume deletes the backups inside it, and the other volume stays", async () => {
  const { volumeDelete } = await as(CREDENTIAL).run<{ volumeDelete: boolean }>(
    'mutation { volumeDelete(volumeId: "vol_8f2c") }',
  );
  expect(volumeDelete).toBe(true);
  expect((await as(CREDENTIAL).volumes()).map(({ name }) => name)).toEqual(["pg-data-staging"]);
});

test("a volume that isn't there can't be deleted, and the provider says so", async () => {
  const error = await refusal(
    as(CREDENTIAL).run('mutation { volumeDelete(volumeId: "vol_0000") }'),
  );
  expect(error).toMatchObject({ answered: true, message: "Volume vol_0000 not found" });
});

test("a provider that can't be reached leaves the outcome open", async () => {
  const gone = connectProvider({ url: "http://127.0.0.1:9", credential: CREDENTIAL });
  expect(await refusal(gone.volumes())).toMatchObject({ answered: false });
});
