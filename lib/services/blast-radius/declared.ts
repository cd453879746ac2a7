import type { Declared } from "@/lib/blast-radius/findings";
import type { BareOperation } from "@/lib/data/operations";

/** A stored operation as it was declared, to be looked into again at `now`. */
export const declaredOf = (op: BareOperation, now: Date): Declared => ({
  operationDigest: op.operationDigest,
  environment: op.environment,
  action: op.action,
  resource: op.submission.resource,
  params: op.submission.params ?? {},
  artifact: op.submission.artifact,
  artifactSha256: op.artifactSha256,
  claims: op.submission.claims ?? {},
  now,
});
