import type { OperationSubmission } from "@/client/agent";

export const AUDIENCE = "https://infra.example.com";
export const VOLUME = { id: "vol_8f2c", name: "pg-data" };

/**
 * What the agent of the story asks: it met a credential that doesn't fit, takes the volume for
 * staging's, and would delete it to begin anew. The id is production's.
 */
export const incident = (expiresIn_s: number): OperationSubmission => ({
  environment: "production",
  audience: AUDIENCE,
  action: "railway.volume.delete",
  resource: { type: "railway.volume", ...VOLUME },
  params: { volumeId: VOLUME.id },
  artifact: { kind: "graphql", content: 'mutation { volumeDelete(volumeId: "vol_8f2c") }' },
  reason: "Staging credential mismatch; recreate the volume.",
  claims: { environment: "staging", records: 0, reversible: true },
  expires_in: expiresIn_s,
});
