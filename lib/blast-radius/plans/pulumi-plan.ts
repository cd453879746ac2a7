import { z } from "zod";
import { isObject, memberOf, type JsonObject } from "./json-text";
import { type ChangeKind, type PlannedChange, type ReadPlan } from "./plan";
import { TERRAFORM_TYPE } from "./pulumi-types";
import { entriesOf, shaped } from "./shaped";

const State = z
  .object({
    custom: z.boolean().nullish(),
    inputs: z.unknown().optional(),
    outputs: z.unknown().optional(),
    protect: z.boolean().nullish(),
    retainOnDelete: z.boolean().nullish(),
    id: z.string().nullish(),
  })
  .nullish();

const Step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: State,
  newState: State,
  replaceReasons: z.array(z.string()).nullish(),
});

const Preview = z.object({
  steps: z.array(z.unknown()).nullish(),
  diagnostics: z.array(z.unknown()).nullish(),
  maybeCorrupt: z.boolean().nullish(),
});

type RawStep = z.infer<typeof Step>;

/** Steps of one replacement are several, with one URN. What isn't here is unknown. */
const KIND: Readonly<Record<string, ChangeKind>> = {
  same: "none",
  read: "none",
  "read-replacement": "none",
  "read-discard": "none",
  "discard-replaced": "none",
  refresh: "none",
  import: "none",
  create: "create",
  update: "update",
  delete: "delete",
  discard: "forget",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  "import-replacement": "replace",
};

/** From the mildest to the worst: of several steps for one URN the worst counts. */
const ORDER: readonly ChangeKind[] = [
  "none",
  "create",
  "update",
  "forget",
  "replace",
  "delete",
  "unknown",
];

/** A preview as `pulumi preview --json` prints it. Throws UnreadablePlan. */
export function readPulumiPreview(value: unknown): ReadPlan {
  const { steps, diagnostics, maybeCorrupt } = shaped(Preview, value, "a preview");
  const byUrn = new Map<string, PlannedChange>();
  let stack: ReadPlan["stack"] = null;
  for (const [i, raw] of entriesOf(steps).entries()) {
    const step = shaped(Step, raw, "a preview", `steps/${i}`);
    const urn = urnOf(step.urn);
    if (urn.stack && urn.project) stack = { project: urn.project, name: urn.stack };
    // A component is only a name for its parts, and a provider only a connection.
    if ((step.oldState ?? step.newState)?.custom === false || urn.type.startsWith("pulumi:"))
      continue;
    const change = toChange(step, urn.type);
    const before = byUrn.get(step.urn);
    byUrn.set(step.urn, before ? merged(before, change) : change);
  }
  const failed = diagnostics?.some((one) => memberOf(one, "severity") === "error");
  return {
    tool: "Pulumi",
    version: "preview",
    changes: [...byUrn.values()],
    kept: [...byUrn.values()].flatMap(({ kind, address, type, before }) =>
      kind === "none" && before ? [{ address, type, values: before }] : [],
    ),
    drifted: [],
    deferred: 0,
    runs: [...byUrn.values()]
      .filter(({ kind, ownType }) => kind !== "none" && ownType.startsWith("command:"))
      .map(({ address }) => address),
    fails: failed ? "The preview itself reports an error." : null,
    complete: maybeCorrupt !== true,
    madeAt: null,
    stack,
  };
}

/** `urn:pulumi:stack::project::parent$type::name`. */
function urnOf(urn: string) {
  const [head = "", project = "", types = ""] = urn.split("::");
  return { stack: head.split(":")[2] ?? "", project, type: types.split("$").at(-1) ?? "" };
}

function toChange(step: RawStep, type: string): PlannedChange {
  const { oldState, newState, op } = step;
  const kind = Object.hasOwn(KIND, op) ? (KIND[op] as ChangeKind) : "unknown";
  const dies = kind === "delete" || kind === "replace";
  return {
    kind: dies && oldState?.retainOnDelete ? "forget" : kind,
    address: step.urn,
    type: TERRAFORM_TYPE[type] ?? type,
    ownType: type,
    provider: type.split(":")[0] ?? null,
    before: valuesOf(oldState),
    after: kind === "delete" ? null : valuesOf(newState),
    afterUnknown: null,
    replacePaths: step.replaceReasons ?? [],
    deposed: null,
    reason: null,
    movedFrom: null,
    imported: op.startsWith("import"),
    locked: oldState?.protect === true,
  };
}

const merged = (one: PlannedChange, other: PlannedChange): PlannedChange => {
  const worse = ORDER.indexOf(other.kind) > ORDER.indexOf(one.kind) ? other : one;
  return {
    ...worse,
    // A delete and a create under one URN are a replacement too, as Pulumi deletes first.
    kind: [one.kind, other.kind].sort().join() === "create,delete" ? "replace" : worse.kind,
    before: one.before ?? other.before,
    after: other.after ?? one.after,
    locked: one.locked || other.locked,
  };
};

/** Inputs and outputs under the names that Terraform gives the same things. */
function valuesOf(state: RawStep["oldState"]): JsonObject | null {
  if (!state) return null;
  const values = { ...object(state.inputs), ...object(state.outputs) };
  return { ...(snake(values) as JsonObject), ...(state.id ? { id: state.id } : {}) };
}

const object = (value: unknown): JsonObject => (isObject(value) ? value : {});

function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase(),
      snake(member),
    ]),
  );
}
