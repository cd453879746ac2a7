import type { Volume } from "./provider";

/** The provider refused, or can't be reached. `answered` is false where nobody knows what it did. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  constructor(
    message: string,
    readonly answered: boolean,
  ) {
    super(message);
  }
}

const TIMEOUT_MS = 10_000;

/** The provider as the holder of its credential sees it. */
export interface ProviderClient {
  /** Runs the text as it is. Throws {@link ProviderError}. */
  run<Data>(query: string): Promise<Data>;
  volumes(): Promise<Volume[]>;
}

export function connectProvider({
  url,
  credential,
}: {
  url: string;
  credential: string;
}): ProviderClient {
  async function run<Data>(query: string): Promise<Data> {
    const answer = await post(query);
    const { data, errors } = answer as { data?: Data | null; errors?: { message: string }[] };
    if (errors?.length) throw new ProviderError(errors.map((e) => e.message).join("; "), true);
    if (data === undefined || data === null) throw new ProviderError("an empty answer", false);
    return data;
  }

  async function post(query: string): Promise<unknown> {
    try {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${credential}` },
        body: JSON.stringify({ query }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return await response.json();
    } catch (error) {
      throw new ProviderError(`no answer: ${(error as Error).name}`, false);
    }
  }

  return {
    run,
    volumes: async () =>
      (
        await run<{ volumes: Volume[] }>(
          "{ volumes { id name environment records sizeBytes backups { id takenAt } } }",
        )
      ).volumes,
  };
}
