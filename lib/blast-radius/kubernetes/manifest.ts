import { isAlias, LineCounter, parseAllDocuments, visit } from "yaml";

/** A manifest that can't be read, with a reason for people. */
export class UnreadableManifest extends Error {}

/** What a person could review; the parser takes about a second for a megabyte. */
const MANIFEST_LENGTH_MAX = 512 * 1024;
const OBJECTS_MAX = 1_000;
/** Aliases within aliases multiply: nine of nine stand for a billion. */
const ALIASES_MAX = 100;
const DEPTH_MAX = 100;

export interface KubernetesObject {
  readonly kind: string;
  readonly name: string | null;
  readonly namespace: string | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Every object of a manifest in YAML or JSON, through lists. Throws UnreadableManifest. */
export function readManifest(content: string): KubernetesObject[] {
  if (content.length > MANIFEST_LENGTH_MAX)
    throw new UnreadableManifest(`It is longer than ${MANIFEST_LENGTH_MAX / 1024} KiB.`);
  if (content.includes("\0")) throw new UnreadableManifest("It holds a NUL character.");
  if (isNestedTooDeeply(content)) throw new UnreadableManifest("It is nested too deeply.");
  const objects: KubernetesObject[] = [];
  for (const document of documentsIn(content)) add(document, objects, 0);
  if (objects.length === 0) throw new UnreadableManifest("It holds no Kubernetes object.");
  return objects;
}

function documentsIn(content: string): unknown[] {
  const documents = parseAllDocuments(content, {
    lineCounter: new LineCounter(),
    uniqueKeys: true,
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error)
      throw new UnreadableManifest(`It isn't valid YAML (line ${error.linePos?.[0].line ?? 1}).`);
    let aliases = 0;
    visit(document, {
      Alias: (_, node) => {
        if (isAlias(node) && ++aliases > ALIASES_MAX)
          throw new UnreadableManifest("It refers to its own parts too often.");
      },
    });
    try {
      const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
      return value === null ? [] : [value];
    } catch {
      throw new UnreadableManifest("It refers to its own parts in a way that can't be followed.");
    }
  });
}

/** Brackets and indentation, counted before a parser that recurses sees them. */
function isNestedTooDeeply(content: string): boolean {
  let depth = 0;
  for (const character of content) {
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > DEPTH_MAX) return true;
  }
  return new RegExp(`(^|\\n)( {${DEPTH_MAX * 4}}|(- ?){${DEPTH_MAX}}|(\\? ?){${DEPTH_MAX}})`).test(
    content,
  );
}

function add(value: unknown, objects: KubernetesObject[], depth: number): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UnreadableManifest("One of its documents is no object.");
  const raw = value as Record<string, unknown>;
  const { kind, items, metadata } = raw;
  if (typeof kind !== "string" || kind === "")
    throw new UnreadableManifest("One of its objects has no kind.");
  if (kind.endsWith("List") && Array.isArray(items)) {
    if (depth > 3) throw new UnreadableManifest("Its lists are nested too deeply.");
    for (const item of items) add(item, objects, depth + 1);
    return;
  }
  if (objects.length >= OBJECTS_MAX)
    throw new UnreadableManifest(`It holds more than ${OBJECTS_MAX} objects.`);
  const { name, namespace } = recordOf(metadata);
  objects.push({
    kind,
    name: typeof name === "string" ? name : null,
    namespace: typeof namespace === "string" ? namespace : null,
    raw,
  });
}

export const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
