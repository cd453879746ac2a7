import { isMap, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import {
  POLICY_BYTES_MAX,
  PolicyDocumentSchema,
  type PolicyDocument,
  type PolicyFault,
} from "@/lib/contract/policy";
import { compileCondition, isFault } from "./condition";
import { namedGroups } from "./named-groups";

export type ReadPolicy =
  | { readonly document: PolicyDocument; readonly faults: readonly [] }
  | { readonly document: null; readonly faults: readonly PolicyFault[] };

const FAULTS_MAX = 50;
type Path = readonly PropertyKey[];

/**
 * A policy from its text, YAML 1.2 or JSON, with every fault at its place. Anchors aren't followed,
 * tags aren't resolved and keys may not repeat, so that what is read is what stands there. Where the
 * registered groups are given, by slug, naming any other is a fault.
 */
export function readPolicy(text: string, groups?: ReadonlySet<string>): ReadPolicy {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX)
    return failed([wholeText(`A policy has at most ${POLICY_BYTES_MAX / 1024} KiB of text.`)]);
  const lines = new LineCounter();
  const yaml = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    merge: false,
    version: "1.2",
    stringKeys: true,
    schema: "core",
    // Else each error quotes its line, which a text of many errors makes take a minute.
    prettyErrors: false,
  });
  const at = (pointer: string, start: number, end: number, detail: string): PolicyFault => {
    const from = lines.linePos(start);
    const to = lines.linePos(end);
    const column = Math.max(from.col, 1);
    const endColumn = to.line === from.line ? to.col : column + 1;
    return {
      pointer,
      line: Math.max(from.line, 1),
      column,
      end_column: Math.max(endColumn, column + 1),
      detail,
    };
  };
  const unread = [...yaml.errors, ...yaml.warnings];
  if (unread.length > 0)
    return failed(
      unread.slice(0, FAULTS_MAX).map(({ pos, message }) => at("", pos[0], pos[1], said(message))),
    );
  let value: unknown;
  try {
    value = yaml.toJS({ maxAliasCount: 0 });
  } catch {
    return failed([wholeText("Anchors and aliases aren't offered: write it out.")]);
  }
  const parsed = PolicyDocumentSchema.safeParse(value);
  if (!parsed.success)
    return failed(
      faultsIn(parsed.error.issues, value).map(({ path, detail }) => {
        const [start, end] = placeOf(yaml, path);
        return at(pointerOf(path), start, end, detail);
      }),
    );
  const unusable = parsed.data.rules.flatMap((rule, index) => {
    const made = rule.when === undefined ? null : compileCondition(rule.when);
    if (made === null || !isFault(made)) return [];
    const path = ["rules", index, "when"];
    const [start, end] = placeOf(yaml, path);
    // A plain or quoted scalar on one line keeps its offsets; a folded one is marked whole.
    const inside = text.indexOf(rule.when ?? "", start);
    const exact = inside >= 0 && inside < end;
    return [
      exact
        ? at(pointerOf(path), inside + made.start, inside + made.end, made.detail)
        : at(pointerOf(path), start, end, made.detail),
    ];
  });
  const strangers = namedGroups(parsed.data)
    .filter(({ slug }) => groups && !groups.has(slug))
    .map(({ slug, path }) => {
      const [start, end] = placeOfName(yaml, path, slug);
      return at(pointerOf(path), start, end, `No group "${slug}" is registered.`);
    });
  const faults = [...unusable, ...strangers].toSorted((a, b) => a.line - b.line);
  return faults.length > 0 ? failed(faults) : { document: parsed.data, faults: [] };
}

/** The parser runs out of stack where no policy would be, some hundred levels deep. */
const said = (message: string) =>
  message.startsWith("Maximum call stack") ? "This is nested too deeply." : `${message}.`;

const failed = (faults: readonly PolicyFault[]): ReadPolicy => ({
  document: null,
  faults: faults.slice(0, FAULTS_MAX),
});

const wholeText = (detail: string): PolicyFault => ({
  pointer: "",
  line: 1,
  column: 1,
  end_column: 2,
  detail,
});

const pointerOf = (path: Path) =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

interface Issue {
  readonly path: Path;
  readonly message: string;
  readonly code?: string;
  readonly errors?: readonly (readonly Issue[])[];
  readonly keys?: readonly string[];
}

/** Of a union that failed, the faults of the alternative that comes nearest. */
function faultsIn(
  issues: readonly Issue[],
  value: unknown,
  above: Path = [],
): { path: Path; detail: string }[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === "invalid_union" && issue.errors) {
      const nearest = nearestOf(issue.errors, valueAt(value, issue.path));
      return nearest
        ? faultsIn(nearest, valueAt(value, issue.path), path)
        : [{ path, detail: issue.message }];
    }
    if (issue.code === "unrecognized_keys")
      return (issue.keys ?? []).map((key) => ({
        path: [...path, key],
        detail: `There is no member "${key}" here.`,
      }));
    return [{ path, detail: issue.message }];
  });
}

/** The alternative whose own member is there: it alone doesn't call that member unknown or missing. */
function nearestOf(errors: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | null {
  const isMissing = (path: Path) => path.length === 1 && valueAt(value, path) === undefined;
  const off = (issues: readonly Issue[]) =>
    issues.filter(({ code, path }) => code === "unrecognized_keys" || isMissing(path)).length;
  const least = Math.min(...errors.map(off));
  const nearest = errors.filter((issues) => off(issues) === least);
  return nearest.length === 1 ? (nearest[0] ?? null) : null;
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );

/** Of a group that is a member's name, that name; else the value. */
function placeOfName(yaml: Document.Parsed, path: Path, slug: string): [number, number] {
  const parent: unknown = yaml.getIn(path.slice(0, -1), true);
  const pair = isMap(parent)
    ? parent.items.find(({ key }) => isScalar(key) && key.value === slug)
    : null;
  const range = isScalar(pair?.key) ? pair.key.range : null;
  return range ? [range[0], range[1]] : placeOf(yaml, path);
}

/** Where the node at this path stands; of a missing one, where its parent does. */
function placeOf(yaml: Document.Parsed, path: Path): [start: number, end: number] {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? yaml.contents : yaml.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] | null } | null)?.range;
    if (range) return [range[0], range[1]];
  }
  return [0, 1];
}
