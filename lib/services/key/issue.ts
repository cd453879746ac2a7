import { IssueKeySchema, type IssueKey, type IssuedKeyView } from "@/lib/contract/key";
import type { KeyScope } from "@/lib/core/actor";
import { findAgent } from "@/lib/data/agents";
import { readKey } from "@/lib/data/api-keys";
import { findEnforcementPoint } from "@/lib/data/enforcement-points";
import { unknownSlugs } from "@/lib/data/environments";
import { administer, type Models } from "../administer";
import { requireAdministrator, requireHumanAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { unknownReference } from "../reference";
import { storeNewKey } from "./mint";
import { keyView } from "./view";

/**
 * Issues a key; only this answer holds it. Admin keys are issued by people, so that no key outlives
 * its own revocation. Errors: validation_failed (unknown agent, enforcement point or environment).
 */
export async function issueKey(ctx: ServiceContext, input: IssueKey): Promise<IssuedKeyView> {
  requireAdministrator(ctx);
  const wanted = parseInput(IssueKeySchema, input);
  if (wanted.kind === "admin") requireHumanAdministrator(ctx);
  const { id, key } = await administer(ctx, async (tx, executor) => {
    const scope = wanted.kind === "agent" ? wanted.scope : null;
    if (scope) await assertEnvironmentsExist(tx, scope);
    const agentId = wanted.kind === "agent" ? await liveAgent(ctx, tx, wanted.agent) : null;
    const enforcementPointId =
      wanted.kind === "enforce"
        ? await liveEnforcementPoint(ctx, tx, wanted.enforcement_point)
        : null;
    const { kind, name, expires_in } = wanted;
    const issued = await storeNewKey(ctx, tx, {
      kind,
      name,
      agentId,
      enforcementPointId,
      scope,
      expiresIn_s: expires_in,
    });
    await record(ctx, executor, {
      action: "key.issued",
      subject: issued.id,
      data: {
        kind,
        name,
        of: agentId ?? enforcementPointId,
        scope,
        expires_at: issued.expiresAt.toISOString(),
      },
    });
    return issued;
  });
  return { ...keyView(await readKey(ctx.db.prisma, id), ctx.now()), key };
}

async function liveAgent(ctx: ServiceContext, tx: Models, reference: string): Promise<string> {
  const agent = await findAgent(tx, reference, ctx.now());
  if (!agent) throw unknownReference("/agent", `No agent "${reference}" is registered.`);
  if (agent.disabledAt) throw unknownReference("/agent", `The agent "${agent.name}" is disabled.`);
  return agent.id;
}

async function liveEnforcementPoint(
  ctx: ServiceContext,
  tx: Models,
  reference: string,
): Promise<string> {
  const pointer = "/enforcement_point";
  const found = await findEnforcementPoint(tx, reference, ctx.now());
  if (!found)
    throw unknownReference(pointer, `No enforcement point is registered as "${reference}".`);
  if (found.disabledAt)
    throw unknownReference(pointer, `The enforcement point for ${found.audience} is disabled.`);
  return found.id;
}

/** A misspelt environment would make a key that never works; patterns may be for what comes later. */
async function assertEnvironmentsExist(tx: Models, scope: KeyScope): Promise<void> {
  const literal = scope.environments.filter((pattern) => !pattern.includes("*"));
  const [unknown] = await unknownSlugs(tx, literal);
  if (unknown !== undefined)
    throw unknownReference(
      `/scope/environments/${scope.environments.indexOf(unknown)}`,
      `No environment "${unknown}" is registered.`,
    );
}
