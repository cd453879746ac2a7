import { z } from "zod";
import { quoted } from "../findings";
import { isObject, memberOf, type JsonObject } from "./json-text";
import {
  UnreadablePlan,
  type ChangeKind,
  type KeptResource,
  type PlannedChange,
  type ReadPlan,
} from "./plan";
import { entriesOf, shaped } from "./shaped";
import { provisionersOf, stateOf } from "./terraform-modules";

/** The major versions of the format that we know; minor ones only add, by the format's own promise. */
const FORMATS = /^(0|1)\.\d+$/;

const text = z.string().nullish();
/** Values by their names; null where they are all redacted, or not there. */
const recordOf = (value: unknown): JsonObject | null => (isObject(value) ? value : null);

const ResourceChange = z.object({
  address: z.string(),
  mode: text,
  type: z.string(),
  provider_name: text,
  deposed: text,
  previous_address: text,
  action_reason: text,
  change: z.object({
    actions: z.array(z.string()).min(1),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
    after_unknown: z.unknown().optional(),
    replace_paths: z.array(z.unknown()).nullish(),
    importing: z.unknown().optional(),
  }),
});

/** Only what is read; more is no fault. */
const Plan = z.object({
  format_version: z.string(),
  terraform_version: text,
  resource_changes: z.array(z.unknown()).nullish(),
  resource_drift: z.array(z.unknown()).nullish(),
  deferred_changes: z.array(z.unknown()).nullish(),
  action_invocations: z.array(z.unknown()).nullish(),
  prior_state: z.unknown().optional(),
  configuration: z.unknown().optional(),
  errored: z.boolean().nullish(),
  complete: z.boolean().nullish(),
  timestamp: text,
});

/** A plan as `terraform show -json` and `tofu show -json` print it. Throws UnreadablePlan. */
export function readTerraformPlan(value: unknown): ReadPlan {
  const format = memberOf(value, "format_version");
  if (typeof format !== "string" || !FORMATS.test(format))
    throw new UnreadablePlan(
      `It is of a format that Countersign doesn't know: ${typeof format === "string" ? quoted(format) : "none is named"}.`,
    );
  if (
    memberOf(value, "resource_changes") === undefined &&
    memberOf(value, "planned_values") === undefined
  )
    throw new UnreadablePlan("It is a state, not a plan: it says what there is, not what is done.");
  const plan = shaped(Plan, value, "a plan");
  const changes = entriesOf(plan.resource_changes).map((change, i) =>
    toChange(shaped(ResourceChange, change, "a plan", `resource_changes/${i}`)),
  );
  const gone = new Set(changes.filter(({ kind }) => kind !== "none").map(({ address }) => address));
  const tofu = changes.some(({ provider }) => provider?.startsWith("registry.opentofu.org/"));
  return {
    tool: tofu ? "OpenTofu" : "Terraform",
    version: `${quoted(plan.terraform_version ?? "of no version")}, format ${format}`,
    changes,
    kept: [...keptIn(changes), ...stateOf(plan.prior_state)].filter(
      ({ address }) => !gone.has(address),
    ),
    drifted: (plan.resource_drift ?? []).map(addressOf),
    deferred: plan.deferred_changes?.length ?? 0,
    runs: [
      ...(plan.action_invocations ?? []).map(addressOf),
      ...provisionersOf(plan.configuration, changes),
    ],
    fails: plan.errored ? "The plan itself ended with an error." : null,
    complete: plan.complete !== false,
    madeAt: dateOf(plan.timestamp),
    stack: null,
  };
}

function addressOf(value: unknown): string {
  const address = memberOf(value, "address");
  return typeof address === "string" ? address : "something without an address";
}

type RawChange = z.infer<typeof ResourceChange>;

const KNOWN_ACTIONS = new Set(["no-op", "create", "read", "update", "delete", "forget", "open"]);

/** By what the list holds, not by its order: both orders of create and delete are a replacement. */
function kindOf({ change: { actions } }: RawChange): ChangeKind {
  const has = (action: string) => actions.includes(action);
  if (!actions.every((action) => KNOWN_ACTIONS.has(action))) return "unknown";
  if (has("delete")) return has("create") ? "replace" : "delete";
  if (has("forget")) return "forget";
  if (has("update")) return "update";
  return has("create") ? "create" : "none";
}

function toChange(raw: RawChange): PlannedChange {
  const { change } = raw;
  return {
    kind: kindOf(raw),
    address: raw.deposed ? `${raw.address} (deposed ${raw.deposed})` : raw.address,
    type: raw.type,
    ownType: raw.type,
    provider: raw.provider_name ?? null,
    before: recordOf(change.before),
    after: recordOf(change.after),
    afterUnknown: recordOf(change.after_unknown),
    replacePaths: (change.replace_paths ?? []).map((path) =>
      Array.isArray(path) ? path.join(".") : String(path),
    ),
    deposed: raw.deposed ?? null,
    reason: raw.action_reason ?? null,
    movedFrom: raw.previous_address ?? null,
    imported: isObject(change.importing),
    locked: false,
  };
}

const keptIn = (changes: readonly PlannedChange[]): KeptResource[] =>
  changes.flatMap(({ kind, address, type, before }) =>
    kind === "none" && before ? [{ address, type, values: before }] : [],
  );

function dateOf(value: string | null | undefined): Date | null {
  const at = new Date(value ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}
