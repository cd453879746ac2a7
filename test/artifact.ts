import type { Declared, Findings } from "@/lib/blast-radius/findings";
import type { Artifact } from "@/lib/contract/operation";

/** An operation that declares little, around an artifact that is to be read. */
export const declaredAs = (artifact: Artifact, change: Partial<Declared> = {}): Declared => ({
  operationDigest: `sha-256:${"9f86d081".repeat(8)}`,
  environment: { slug: "production", kind: "production" },
  action: "maintenance.delete",
  resource: { type: "thing", id: "thing-1" },
  params: {},
  artifact,
  claims: {},
  now: new Date("2026-11-24T14:02:11Z"),
  ...change,
});

/** What an artifact does at worst, in few words. */
export const IMPACTS = ["delete", "overwrite", "stop", "access", "unknown", "none"] as const;
export type Impact = (typeof IMPACTS)[number];

const IMPACT_OF = {
  delete: "delete",
  truncate: "delete",
  recovery_removal: "delete",
  overwrite: "overwrite",
  replace: "overwrite",
  stop: "stop",
  detach: "stop",
  permission_change: "access",
  create: "none",
  unknown: "unknown",
} as const satisfies Record<Findings["effects"][number]["kind"], Impact>;

export const gravestOf = ({ effects }: Findings): Impact =>
  IMPACTS.find((impact) => effects.some(({ kind }) => IMPACT_OF[kind] === impact)) ?? "none";
