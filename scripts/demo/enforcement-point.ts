import { Hono, type Context } from "hono";
import { CountersignError, createEnforcementPoint, type ExecutionResult } from "@/client/enforce";
import type { OperationDigestInput } from "@/client/protocol/digest";
import { listen, type Listening } from "./listen";
import { connectProvider, ProviderError, type ProviderClient } from "./provider-client";
import type { Volume } from "./provider";

export interface EnforcementPointOptions {
  countersignUrl: string;
  apiKey: string;
  audience: string;
  /** Where the real thing is, and the credential that nobody else has. */
  provider: { url: string; credential: string };
}

/** What it answers to `DELETE /volumes/{id}`. */
export type DeletionAnswer =
  | { executed: true; redemption_id: string; result: ExecutionResult; reported: boolean }
  | { executed: false; code: string; detail: string };

/** What deleting this volume will be, to the letter: the same for whoever asks for approval and whoever executes. */
export const deletionOf = (
  volume: { id: string; environment: string },
  audience: string,
): OperationDigestInput & { artifact: { kind: "graphql"; content: string } } => ({
  environment: volume.environment,
  audience,
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: volume.id },
  params: { volumeId: volume.id },
  artifact: {
    kind: "graphql",
    content: `mutation { volumeDelete(volumeId: ${JSON.stringify(volume.id)}) }`,
  },
});

/**
 * Stands before the provider with the only credential. `GET /volumes` reads; `DELETE /volumes/{id}`
 * with `Authorization: Grant …` executes what the grant permits, once, and reports what came of it.
 * What is redeemed is made here, from what the provider says, and not taken from the agent.
 */
export async function startEnforcementPoint(options: EnforcementPointOptions): Promise<Listening> {
  const provider = connectProvider(options.provider);
  const countersign = createEnforcementPoint({
    baseUrl: options.countersignUrl,
    apiKey: options.apiKey,
    audience: options.audience,
  });

  async function deleteVolume(id: string, grant: string): Promise<DeletionAnswer> {
    const volume = (await provider.volumes()).find((one) => one.id === id);
    if (!volume) return { executed: false, code: "not_found", detail: `There is no volume ${id}.` };
    const operation = deletionOf(volume, options.audience);
    const { redemption, result, report } = await countersign.execute({ grant, operation }, () =>
      execute(provider, volume, operation.artifact.content),
    );
    return {
      executed: true,
      redemption_id: redemption.redemption_id,
      result,
      reported: report.delivered,
    };
  }

  const app = new Hono();
  app.get("/volumes", async (c) => c.json(await provider.volumes()));
  app.delete("/volumes/:id", async (c) => {
    const grant = /^Grant (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
    if (grant === undefined)
      return refuse(c, 401, "grant_required", "Nothing is deleted here without a grant.");
    try {
      return c.json(await deleteVolume(c.req.param("id"), grant));
    } catch (error) {
      if (error instanceof CountersignError) return refuse(c, 403, error.code, error.detail);
      if (error instanceof ProviderError) return refuse(c, 502, "provider", error.message);
      throw error;
    }
  });
  return listen(app.fetch);
}

/** Runs the approved text, and counts what is gone. Never throws where the outcome is known. */
async function execute(
  provider: ProviderClient,
  volume: Volume,
  mutation: string,
): Promise<ExecutionResult> {
  try {
    await provider.run(mutation);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { outcome: error.answered ? "failed" : "unknown", detail: error.message };
  }
  return {
    outcome: "succeeded",
    detail: `Deleted volume ${volume.name} with the ${volume.backups.length} backups inside it.`,
    actual: {
      resources: 1 + volume.backups.length,
      records: volume.records,
      bytes: volume.sizeBytes,
      backups: volume.backups.length,
    },
  };
}

function refuse(c: Context, status: 401 | 403 | 502, code: string, detail: string) {
  const answer: DeletionAnswer = { executed: false, code, detail };
  return c.json(answer, status);
}
