import type { RegisterResource } from "@/lib/contract/inventory";
import type { EnvironmentKind } from "@/lib/core/operation";
import { DomainError } from "@/lib/core/error";
import { createAgent } from "@/lib/services/agent/create";
import { createEnforcementPoint } from "@/lib/services/enforcement-point/create";
import { createEnvironment } from "@/lib/services/environment/create";
import { listEnvironments } from "@/lib/services/environment/list";
import { addMember } from "@/lib/services/group/add-member";
import { createGroup } from "@/lib/services/group/create";
import { importInventory } from "@/lib/services/inventory/import";
import { issueKey } from "@/lib/services/key/issue";
import { revokeKey } from "@/lib/services/key/revoke";
import { listUsers } from "@/lib/services/user/list";
import type { OperatorContext } from "../admin/command";
import { AUDIENCE } from "./incident";
import { storyVolumes, type Volume } from "./provider";

export const AGENT = "staging-fixer";
/** The group that a new deployment begins with. */
const GROUP = "reviewers";
const ENVIRONMENTS: readonly EnvironmentKind[] = ["production", "staging"];

/** What the agent may ask for, and no more. */
export const SCOPE = {
  environments: ["production", "staging"],
  actions: ["railway.volume.delete"],
  resources: ["railway.volume:vol_*"],
};

/** A key lives as long as its run can need it: a grant and the time to report come after the decision. */
const AFTERWARDS_S = 30 * 60;

export interface Keys {
  agent: string;
  enforcementPoint: string;
  /** Ends both. */
  revoke(): Promise<void>;
}

/** Registers what isn't there yet: who approves, where, who asks and who executes; and what there is to lose. */
export async function register(ctx: OperatorContext): Promise<void> {
  await unlessThere(createGroup(ctx, { slug: GROUP, name: "Reviewers" }));
  for (const kind of ENVIRONMENTS)
    await unlessThere(createEnvironment(ctx, { slug: kind, kind, group: GROUP }));
  await unlessThere(
    createAgent(ctx, { name: AGENT, description: "Plays the agent in `npm run demo`" }),
  );
  await unlessThere(createEnforcementPoint(ctx, { name: "Infrastructure", audience: AUDIENCE }));
  await importInventory(ctx, { resources: storyVolumes(ctx.now()).map(asResource) });
}

/** What an admin of the company would register: each volume's own backups lie inside of it. */
function asResource({ id, name, environment, backups }: Volume): RegisterResource {
  return {
    type: "railway.volume",
    pattern: id,
    name,
    environment,
    criticality: environment === "production" ? "critical" : "low",
    stateful: true,
    recovery_points: backups.map((backup) => ({
      name: backup.id,
      taken_at: backup.takenAt,
      failure_domain: `railway.volume:${id}`,
      deletable_by: "the hosting provider's credential",
    })),
  };
}

async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof DomainError && error.code === "already_exists")) throw error;
  }
}

/**
 * Has everyone who decides in the reviewers' group, where production is approved by that group, and
 * answers how many they are. A group of someone else's choosing is left as it is.
 */
export async function gatherReviewers(ctx: OperatorContext): Promise<number> {
  const environments = await listEnvironments(ctx);
  const production = environments.find(({ slug }) => slug === "production");
  const deciders = (await listUsers(ctx)).filter(
    ({ status, role }) => status === "active" && role !== "auditor",
  );
  if (production?.group.slug === GROUP)
    for (const { id } of deciders) await addMember(ctx, { group: GROUP, user: id });
  return deciders.length;
}

/** Fresh keys, for this run alone. */
export async function issueKeys(ctx: OperatorContext, expiresIn_s: number): Promise<Keys> {
  const life = { name: "npm run demo", expires_in: expiresIn_s + AFTERWARDS_S };
  const agent = await issueKey(ctx, { kind: "agent", agent: AGENT, scope: SCOPE, ...life });
  const point = await issueKey(ctx, { kind: "enforce", enforcement_point: AUDIENCE, ...life });
  return {
    agent: agent.key,
    enforcementPoint: point.key,
    async revoke() {
      for (const { id } of [agent, point]) await revokeKey(ctx, { id });
    },
  };
}
