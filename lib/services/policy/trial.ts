import type { SimulatedOperation, SimulatePolicy } from "@/lib/contract/policy-version";
import { DomainError } from "@/lib/core/error";
import type { EnvironmentKind } from "@/lib/core/operation";
import { listEnvironments, type StoredEnvironment } from "@/lib/data/environments";
import { findPolicyStanding, type PolicyStanding } from "@/lib/data/policies";
import type { PastOperation } from "@/lib/data/policy-history";
import { changeOf, type Change } from "@/lib/policy/compare";
import { approvalsOf, type Demand } from "@/lib/policy/demand";
import { compilePolicy, evaluatePolicy, NO_POLICY, type Policy } from "@/lib/policy/evaluate";
import { examples } from "@/lib/policy/examples";
import { demandWords } from "@/lib/policy/words";
import type { ServiceContext } from "../context";
import { groupLookup, policyOf } from "./active";
import { findPolicyFault } from "./fault";
import { policyRefused, readGiven, sourceOf } from "./given";
import { openSaved } from "./saved";

type Past = Omit<PastOperation, "position">;

/** What came of one operation; the whole of it is made only where it is shown. */
export interface Judged {
  readonly change: Change;
  readonly ruling: Demand["ruling"];
  readonly view: () => SimulatedOperation;
}

/** A draft and the active policy side by side, ready for operations. */
export interface Trial {
  /** The version that the draft is compared with. */
  readonly against: number;
  readonly judge: (past: Past) => Judged;
  readonly example: (name: string) => Past | null;
}

/** Errors: validation_failed (the draft), not_found (its version), unavailable. */
export async function openTrial(
  ctx: ServiceContext,
  given: Pick<SimulatePolicy, "source" | "document" | "version">,
): Promise<Trial> {
  const standing = await findPolicyStanding(ctx.db);
  if (!standing) throw new DomainError("unavailable", "The installation's row is missing.");
  const [draft, fault, registered] = await Promise.all([
    draftOf(ctx, given, standing),
    findPolicyFault(ctx),
    listEnvironments(ctx.db.prisma),
  ]);
  // An active policy that can't be used lets nothing through: its mending is compared with none.
  const active = fault === null ? await policyOf(ctx.db, standing) : NO_POLICY;
  const environments = new Map(registered.map((one) => [one.id, one]));
  const kinds = new Map<string, EnvironmentKind>(Object.entries(standing.environmentKinds));
  const groupOf = groupLookup(standing);
  const judge = (past: Past): Judged => {
    const environment = environments.get(past.environmentId) ?? unregistered(past);
    const { report, action, resource, agent, createdAt: now } = past;
    const { slug, kind } = environment;
    const subject = { environment: { slug, kind }, kinds, action, resource, agent, report, now };
    const before = evaluatePolicy(active, environment, subject, groupOf).demand;
    const { demand: after, rules } = evaluatePolicy(draft, environment, subject, groupOf);
    const change = changeOf(before, after);
    const view = () => ({
      operation: past.id === "" ? null : past.id,
      action,
      resource,
      environment: slug,
      headline: report.headline,
      created_at: now.toISOString(),
      status: past.id === "" ? null : past.status,
      change,
      before: rulingView(before),
      after: rulingView(after),
      rules: rules.map((rule) => ({ ...rule })),
    });
    return { change, ruling: after.ruling, view };
  };
  return { against: active.version, judge, example: exampleIn(registered, ctx.now()) };
}

async function draftOf(
  ctx: ServiceContext,
  { version, ...given }: Pick<SimulatePolicy, "source" | "document" | "version">,
  { groups }: PolicyStanding,
): Promise<Policy> {
  if (version === 0) return NO_POLICY;
  if (version === undefined) {
    const { document, faults } = readGiven(sourceOf(given), groups);
    if (!document) throw policyRefused(faults, given);
    return compilePolicy(0, document);
  }
  return (await openSaved(ctx.db, version, groups)).policy;
}

const rulingView = (demand: Demand): SimulatedOperation["before"] => ({
  ruling: demand.ruling,
  approvals: demand.ruling === "review" ? approvalsOf(demand) : 0,
  demands: demandWords(demand),
});

const unregistered = ({ id }: Past): never => {
  throw new Error(`the environment of operation ${id} isn't registered`);
};

/** An example stands in the first environment of its kind; where there is none, in the first at all. */
const exampleIn =
  (registered: readonly StoredEnvironment[], now: Date) =>
  (name: string): Past | null => {
    const of = (kind: EnvironmentKind) =>
      registered.find((one) => one.kind === kind) ?? registered[0];
    const found = examples((kind) => of(kind)?.slug ?? kind, now).find((one) => one.name === name);
    const environment = found && of(found.kind);
    if (!found || !environment) return null;
    const { action, resource, agent, report } = found;
    return {
      id: "",
      status: "pending",
      environmentId: environment.id,
      action,
      resource,
      agent,
      report: { ...report, headline: found.name },
      createdAt: now,
    };
  };
