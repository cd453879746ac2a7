import type { EnvironmentKind } from "@/lib/core/operation";
import type { PolicyReport } from "./facts";

/** An operation to try a policy on where none was submitted yet. */
export interface Example {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string; readonly name: string };
  readonly agent: { readonly id: string; readonly name: string };
  readonly report: PolicyReport;
}

const AT = "2026-11-24T14:00:00.000Z";
const HOUR_MS = 3_600_000;
const count = (value: number | null) => ({
  value,
  bound: value === null ? ("unknown" as const) : ("exact" as const),
  assurance: "observed" as const,
  evidence: [],
  as_of: AT,
});
const totals = (records: number | null) => ({
  resources: count(1),
  records_deleted: count(records),
  records_modified: count(0),
  bytes: count(null),
  by_type: [],
  truncated: false,
});
const effect = (kind: "delete" | "truncate" | "stop", by: string) => ({
  kind,
  by,
  target: "the resource",
  technique: null,
  assurance: "parsed" as const,
  evidence: [],
});
const claim = (name: string, verdict: "supported" | "contradicted") => ({
  claim: name,
  said: "",
  verdict,
  because: "",
  assurance: "inventory" as const,
  evidence: [],
});
const BORNE_OUT = [claim("action", "supported"), claim("resource", "supported")];
const isIn = (slug: string) => ({
  value: [slug],
  bound: "exact" as const,
  assurance: "inventory" as const,
  evidence: [],
  as_of: AT,
});
/** Of the inventory, to which the resource and its copies go back. */
const ENTRY = "inventory";
const AGENT = { id: "agt_example", name: "deployer" };

/** From harmless to what one wants to be asked about at night; `slugs` are the registered environments. */
export function examples(slugOf: (kind: EnvironmentKind) => string, now: Date): Example[] {
  const taken_at = new Date(now.getTime() - HOUR_MS).toISOString();
  const copy = {
    name: "Hourly snapshot",
    taken_at,
    survives: "yes" as const,
    why: "It lies in another account.",
    last_tested_restore: null,
    failure_domain: null,
    deletable_by: null,
    assurance: "inventory" as const,
    evidence: [ENTRY],
  };
  const base = {
    status: "computed" as const,
    unknowns: [],
    claims: BORNE_OUT,
    resources: [{ role: "target" as const, stateful: true, evidence: [ENTRY] }],
  };
  return [
    {
      name: "Restart a staging service",
      kind: "staging",
      action: "kubernetes.deployment.restart",
      resource: { type: "kubernetes.deployment", id: "web", name: "web" },
      agent: AGENT,
      report: {
        ...base,
        effects: [effect("stop", "rollout restart")],
        environments: isIn(slugOf("staging")),
        totals: totals(0),
        reversibility: { value: "reversible", until: null, because: "It starts again." },
        recovery_points: [],
        risk: { level: "low", because: [] },
      },
    },
    {
      name: "Delete 120 rows in production, with a fresh copy",
      kind: "production",
      action: "postgresql.rows.delete",
      resource: { type: "postgresql.table", id: "shop.orders", name: "shop.orders" },
      agent: AGENT,
      report: {
        ...base,
        effects: [effect("delete", "DELETE")],
        environments: isIn(slugOf("production")),
        totals: totals(120),
        reversibility: { value: "restorable", until: null, because: "A copy survives." },
        recovery_points: [copy],
        risk: { level: "medium", because: [] },
      },
    },
    {
      name: "Delete a production volume with its only backup",
      kind: "production",
      action: "railway.volume.delete",
      resource: { type: "railway.volume", id: "vol_8f2c", name: "pg-data" },
      agent: AGENT,
      report: {
        ...base,
        status: "partial",
        effects: [effect("delete", "volumeDelete")],
        environments: isIn(slugOf("production")),
        totals: totals(null),
        reversibility: { value: "irreversible", until: null, because: "Nothing brings it back." },
        recovery_points: [{ ...copy, survives: "no", why: "It lies inside the same volume." }],
        claims: [...BORNE_OUT, claim("environment", "contradicted")],
        unknowns: [{ what: "records", why: "Nothing looked.", resolve: "Connect the database." }],
        risk: { level: "critical", because: [] },
      },
    },
  ];
}
