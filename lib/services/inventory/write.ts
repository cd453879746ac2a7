import type { GivenResource, InventoryResourceView } from "@/lib/contract/inventory";
import { newId } from "@/lib/core/id";
import type { Executor } from "@/lib/data/database";
import { findEnvironment } from "@/lib/data/environments";
import {
  findResource,
  putResources,
  updateResourceRow,
  type StoredResource,
} from "@/lib/data/inventory";
import { clearRecoveryPoints, putRecoveryPoints } from "@/lib/data/recovery-points";
import type { Models } from "../administer";
import { record, type ServiceContext } from "../context";
import { unknownReference } from "../reference";
import { factsOf, pointRow, repeatedName } from "./rows";
import { inventoryView } from "./view";

interface Transaction {
  readonly tx: Models;
  readonly executor: Executor;
}

/** Writes one resource, with the event, in place of `before` where there is one. Errors: validation_failed. */
export async function writeResource(
  ctx: ServiceContext,
  { tx, executor }: Transaction,
  { before, given }: { before: StoredResource | null; given: GivenResource },
): Promise<InventoryResourceView> {
  const environment = await findEnvironment(tx, given.environment);
  if (!environment)
    throw unknownReference("/environment", `No environment "${given.environment}" is registered.`);
  const points = given.recovery_points;
  const repeated = points ? repeatedName(points) : null;
  if (repeated !== null)
    throw unknownReference(`/recovery_points/${repeated}/name`, "This name is given twice.");

  const id = before?.id ?? newId("inv");
  const facts = factsOf(given, environment.id);
  if (before) await updateResourceRow(tx, id, facts, ctx.now());
  else await putResources(executor, [{ id, ...facts }], ctx.now());
  if (points) {
    await clearRecoveryPoints(tx, [id]);
    await putRecoveryPoints(
      executor,
      points.map((point) => pointRow(id, point)),
    );
  }
  const stored = await findResource(tx, id);
  if (!stored) throw new Error("the resource that was just written is gone");
  const after = inventoryView(stored);
  await record(ctx, executor, {
    action: before ? "inventory.changed" : "inventory.registered",
    subject: id,
    data: {
      type: after.type,
      pattern: after.pattern,
      ...(before ? changes(inventoryView(before), after) : said(after)),
    },
  });
  return after;
}

/** What the log has of a resource: all that a report could rest on. */
const said = (view: InventoryResourceView) => ({
  name: view.name,
  environment: view.environment,
  criticality: view.criticality,
  stateful: view.stateful,
  owner: view.owner,
  dependents: view.dependents,
  recovery_points: view.recovery_points.map(({ id: _id, survives: _survives, ...point }) => point),
});

function changes(before: InventoryResourceView, after: InventoryResourceView) {
  const was: Record<string, unknown> = {
    type: before.type,
    pattern: before.pattern,
    ...said(before),
  };
  const changed = Object.entries(said(after)).filter(
    ([member, value]) => JSON.stringify(value) !== JSON.stringify(was[member]),
  );
  const moved = before.type !== after.type || before.pattern !== after.pattern;
  return {
    ...(moved && { was: `${before.type}:${before.pattern}` }),
    ...Object.fromEntries(changed),
  };
}
