import { digestOf } from "@/client/protocol/digest";
import {
  SavePolicySchema,
  type PolicyVersionDetail,
  type SavePolicy,
} from "@/lib/contract/policy-version";
import { actorRecord } from "@/lib/core/actor";
import { findPolicyStanding } from "@/lib/data/policies";
import { findNewestSource, findVersion, insertVersion } from "@/lib/data/policy-versions";
import { administer } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { policyRefused, readGiven, sourceOf } from "./given";
import { detailView } from "./view";

/**
 * Keeps a policy as the next version, which applies to nothing until it is activated. The text that the
 * newest version has makes no other, so that the same request may be repeated.
 * Errors: validation_failed, with every fault and its place.
 */
export async function savePolicy(
  ctx: ServiceContext,
  input: SavePolicy,
): Promise<{ created: boolean; policy: PolicyVersionDetail }> {
  requireAdministrator(ctx);
  const { note, ...given } = parseInput(SavePolicySchema, input);
  const source = sourceOf(given);
  return administer(ctx, async (_tx, executor) => {
    const standing = await findPolicyStanding(executor);
    const { document, faults } = readGiven(source, standing?.groups ?? []);
    if (!document) throw policyRefused(faults, given);
    const newest = await findNewestSource(executor);
    const created = newest?.source !== source;
    const digest = digestOf("countersign.policy-document.v1", document);
    const version =
      newest && !created
        ? newest.version
        : await insertVersion(executor, {
            source,
            document,
            digest,
            note,
            createdBy: actorRecord(ctx.actor),
          });
    if (created)
      await record(ctx, executor, {
        action: "policy.saved",
        data: { version, digest, note, rules: document.rules.length },
      });
    const stored = await findVersion(executor, version);
    if (!stored) throw new Error("the version that was just saved is gone");
    return { created, policy: detailView(stored) };
  });
}
