import type { BlastRadius, CountFact } from "@/lib/contract/blast-radius";
import type { PolicySubject } from "./facts";

const NOW = new Date("2026-11-25T14:00:00.000Z");
const AT = NOW.toISOString();

const count = (value: number | null): CountFact => ({
  value,
  bound: value === null ? "unknown" : "exact",
  assurance: "parsed",
  evidence: ["artifact"],
  as_of: AT,
});

const supported = (claim: string): BlastRadius["claims"][number] => ({
  claim,
  said: claim,
  verdict: "supported",
  because: "The artifact says so.",
  assurance: "parsed",
  evidence: ["artifact"],
});

/** Deletes one volume of production; how many records isn't known. */
const REPORT: BlastRadius = {
  version: "blast_radius/1",
  operation_digest: `sha-256:${"0".repeat(64)}`,
  computed_at: AT,
  valid_until: AT,
  analyzer: { name: "graphql", version: "1" },
  status: "partial",
  headline: "Deletes a volume",
  effects: [
    {
      kind: "delete",
      by: "volumeDelete",
      target: "vol_8f2c",
      technique: "T1485",
      assurance: "parsed",
      evidence: ["artifact"],
    },
  ],
  environments: {
    value: ["production"],
    bound: "exact",
    assurance: "inventory",
    evidence: [],
    as_of: AT,
  },
  scope_params: [],
  resources: [],
  totals: {
    resources: count(1),
    records_deleted: count(null),
    records_modified: count(null),
    bytes: count(null),
    by_type: [],
    truncated: false,
  },
  outcome: "will_apply",
  outcome_because: null,
  reversibility: { value: "irreversible", until: null, because: "Nothing brings it back." },
  recovery_points: [],
  claims: [supported("action"), supported("resource")],
  unknowns: [],
  evidence: [],
  risk: { level: "critical", because: [] },
};

/** What policies are asked about in tests. */
export const subjectOf = (change: Partial<PolicySubject> = {}): PolicySubject => ({
  environment: { slug: "production", kind: "production" },
  kinds: new Map([
    ["production", "production"],
    ["staging", "staging"],
  ]),
  action: "railway.volume.delete",
  resource: { type: "railway.volume", id: "vol_8f2c" },
  agent: { id: "agt_01", name: "deployer" },
  report: REPORT,
  now: NOW,
  ...change,
});
