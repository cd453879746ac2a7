import { LineCounter, parseDocument, type Document } from "yaml";
import {
  POLICY_BYTES_MAX,
  PolicyDocumentSchema,
  type PolicyDocument,
  type PolicyFault,
} from "@/lib/contract/policy";
import { compileCondition, isFault } from "./condition";

export type ReadPolicy =
  | { readonly document: PolicyDocument; readonly faults: readonly [] }
  | { readonly document: null; readonly faults: readonly PolicyFault[] };

const FAULTS_MAX = 50;
type Path = readonly PropertyKey[];

/**
 * A policy from its text, YAML 1.2 or JSON, with every fault at its place. Anchors aren't followed
 * and keys may not repeat, so that what is read is what stands there.
 */
export function readPolicy(text: string): ReadPolicy {
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
  if (yaml.errors.length > 0)
    return failed(
      yaml.errors.map(({ pos, message }) => at("", pos[0], pos[1], message.split("\n")[0] ?? "")),
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
      faultsIn(parsed.error.issues).map(({ path, detail }) => {
        const [start, end] = placeOf(yaml, path);
        return at(pointerOf(path), start, end, detail);
      }),
    );
  const faults = parsed.data.rules.flatMap((rule, index) => {
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
  return faults.length > 0 ? failed(faults) : { document: parsed.data, faults: [] };
}

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
function faultsIn(issues: readonly Issue[], above: Path = []): { path: Path; detail: string }[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === "invalid_union" && issue.errors) {
      const nearest = nearestOf(issue.errors);
      return nearest ? faultsIn(nearest, path) : [{ path, detail: issue.message }];
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
function nearestOf(errors: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const off = (issues: readonly Issue[]) =>
    issues.filter(
      ({ code, path }) =>
        code === "unrecognized_keys" || (code === "invalid_type" && path.length === 1),
    ).length;
  const least = Math.min(...errors.map(off));
  const nearest = errors.filter((issues) => off(issues) === least);
  return nearest.length === 1 ? (nearest[0] ?? null) : null;
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
