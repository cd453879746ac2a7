import { digestOf } from "@/client/protocol/digest";
import {
  ImportInventorySchema,
  type GivenResource,
  type ImportedInventory,
  type ImportInventory,
} from "@/lib/contract/inventory";
import type { FieldError } from "@/lib/core/error";
import { newId } from "@/lib/core/id";
import { listEnvironments } from "@/lib/data/environments";
import { putResources } from "@/lib/data/inventory";
import { clearRecoveryPoints, putRecoveryPoints } from "@/lib/data/recovery-points";
import { administer, type Models } from "../administer";
import { requireAdministrator } from "../authority";
import { record, type ServiceContext } from "../context";
import { parseInput } from "../input";
import { importRefused } from "./fault";
import { readCsv, type Entry } from "./read-csv";
import { factsOf, pointRow, repeatedName } from "./rows";

/**
 * Registers or replaces all of it or nothing, in one transaction; what isn't in it stays as it is.
 * Errors: validation_failed, with every fault and where it is.
 */
export async function importInventory(
  ctx: ServiceContext,
  input: ImportInventory,
): Promise<ImportedInventory> {
  requireAdministrator(ctx);
  const { resources, csv } = parseInput(ImportInventorySchema, input);
  const entries = csv === undefined ? (resources ?? []).map(entryOf) : readCsv(csv);
  const repeated = repeats(entries);
  if (repeated.length > 0) throw importRefused(repeated);
  return administer(ctx, async (tx, executor) => {
    const environmentOf = await resolveEnvironments(tx, entries);
    const made = entries.map(({ given }) => ({
      id: newId("inv"),
      ...factsOf(given, environmentOf(given.environment)),
    }));
    const stored = await putResources(executor, made, ctx.now());
    const idOf = new Map(stored.map(({ id, type, pattern }) => [keyOf({ type, pattern }), id]));
    const points = entries.flatMap(({ given }) => {
      const id = idOf.get(keyOf(given)) ?? "";
      return given.recovery_points ? [{ id, points: given.recovery_points }] : [];
    });
    await clearRecoveryPoints(
      tx,
      points.map(({ id }) => id),
    );
    const rows = points.flatMap(({ id, points: given }) => given.map((one) => pointRow(id, one)));
    await putRecoveryPoints(executor, rows);
    const fresh = new Set<string>(made.map(({ id }) => id));
    const created = stored.filter(({ id }) => fresh.has(id)).length;
    const done = {
      created,
      replaced: stored.length - created,
      recovery_points: rows.length,
    };
    await record(ctx, executor, {
      action: "inventory.imported",
      data: {
        ...done,
        digest: digestOf(
          "countersign.inventory.v1",
          entries.map(({ given }) => given),
        ),
      },
    });
    return done;
  });
}

const keyOf = ({ type, pattern }: Pick<GivenResource, "type" | "pattern">) => `${type}:${pattern}`;

const entryOf = (given: GivenResource, i: number): Entry => ({
  given,
  fault: (path, detail) => ({
    pointer: `/resources/${[i, ...path.map(String)].join("/")}`,
    detail,
  }),
});

/** What a later one would silently take the place of. */
function repeats(entries: readonly Entry[]): FieldError[] {
  const seen = new Set<string>();
  return entries.flatMap(({ given, fault }) => {
    const key = keyOf(given);
    const faults = seen.has(key) ? [fault(["pattern"], `${key} is there twice.`)] : [];
    seen.add(key);
    const point = repeatedName(given.recovery_points ?? []);
    if (point !== null)
      faults.push(fault(["recovery_points", point, "name"], "The resource has this name twice."));
    return faults;
  });
}

/** By slug or id; throws where one isn't registered. */
async function resolveEnvironments(
  tx: Models,
  entries: readonly Entry[],
): Promise<(reference: string) => string> {
  const known = new Map(
    (await listEnvironments(tx)).flatMap(({ id, slug }) => [
      [id, id],
      [slug, id],
    ]),
  );
  const faults = entries.flatMap(({ given, fault }) =>
    known.has(given.environment)
      ? []
      : [fault(["environment"], `No environment "${given.environment}" is registered.`)],
  );
  if (faults.length > 0) throw importRefused(faults);
  return (reference) => known.get(reference) ?? "";
}
