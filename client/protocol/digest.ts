import { createHash, timingSafeEqual } from "node:crypto";
import { canonicalJson, CanonicalizationError } from "./canonical";

/** `sha-256:` and 64 lower-case hex digits. */
export type Digest = `sha-256:${string}`;

/** What a digest is of. The domain is hashed first, so one kind can never pass for another. */
export type DigestDomain =
  | "countersign.inventory.v1"
  | "countersign.operation.v1"
  | "countersign.shown.v1"
  | "countersign.policy.v1"
  | "countersign.policy-document.v1"
  | "countersign.report.v1"
  | "countersign.request.v1"
  | "countersign.result.v1"
  | "countersign.step-up.v1"
  | "countersign.unfreeze.v1";

/** The exact text that would run, whole or by its SHA-256 (lower-case hex). */
export type DigestArtifact =
  | { kind: "none" }
  | { kind: string; content: string; sha256?: string | undefined }
  | { kind: string; sha256: string; content?: undefined };

/** What the operation digest binds; further members of a submission don't count. */
export interface OperationDigestInput {
  environment: string;
  audience: string;
  action: string;
  resource: { type: string; id: string };
  params: Readonly<Record<string, unknown>>;
  artifact: DigestArtifact;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;
const DIGEST = /^sha-256:[0-9a-f]{64}$/;

/** True when `value` is a digest in its wire form. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === "string" && DIGEST.test(value);
}

/** SHA-256("<domain>\0" ‖ JCS(value)). Throws CanonicalizationError for what isn't plain JSON. */
export function digestOf(domain: DigestDomain, value: unknown): Digest {
  const hash = createHash("sha256").update(`${domain}\0`).update(canonicalJson(value), "utf8");
  return `sha-256:${hash.digest("hex")}`;
}

/** Equality of two digests, in constant time. */
export function digestsEqual(a: string, b: string): boolean {
  return isDigest(a) && isDigest(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** Lower-case hex of the SHA-256 over the UTF-8 bytes of an artifact's content. */
export function artifactSha256(content: string): string {
  // A lone surrogate has no UTF-8 form: it would be hashed as U+FFFD and so collide.
  if (!content.isWellFormed())
    throw new CanonicalizationError("/artifact/content", "lone surrogate");
  return createHash("sha256").update(content, "utf8").digest("hex");
}

/**
 * The digest that a grant is bound to. An enforcement point computes it from what it is about to
 * execute. Throws CanonicalizationError when a bound member is missing, isn't plain JSON, or holds
 * a number whose digits a parser may change; also when content and sha256 disagree.
 */
export function operationDigest(operation: OperationDigestInput): Digest {
  const { environment, audience, action, resource, params } = operation;
  assertString(environment, "/environment");
  assertString(audience, "/audience");
  assertString(action, "/action");
  assertString(resource?.type, "/resource/type");
  assertString(resource.id, "/resource/id");
  if (typeof params !== "object" || params === null || Array.isArray(params))
    throw new CanonicalizationError("/params", "not an object");
  assertSafeNumbers(params, "/params");
  return digestOf("countersign.operation.v1", {
    environment,
    audience,
    action,
    resource: { type: resource.type, id: resource.id },
    params,
    artifact: boundArtifact(operation.artifact),
  });
}

function boundArtifact(artifact: DigestArtifact): { kind: string; sha256?: string } {
  assertString(artifact?.kind, "/artifact/kind");
  if (artifact.kind === "none") {
    // What would run must not hide behind a kind that leaves it out of the digest.
    if ("content" in artifact || "sha256" in artifact)
      throw new CanonicalizationError(
        "/artifact",
        'kind "none" carries neither content nor sha256',
      );
    return { kind: "none" };
  }
  const { kind, content, sha256 } = artifact as { kind: string; content?: string; sha256?: string };
  if (sha256 !== undefined && !SHA256_HEX.test(sha256))
    throw new CanonicalizationError("/artifact/sha256", "not 64 lower-case hex digits");
  if (content === undefined) {
    assertString(sha256, "/artifact/sha256");
    return { kind, sha256 };
  }
  assertString(content, "/artifact/content");
  const computed = artifactSha256(content);
  if (sha256 !== undefined && sha256 !== computed)
    throw new CanonicalizationError("/artifact/sha256", "not the SHA-256 of the content");
  return { kind, sha256: computed };
}

function assertString(value: unknown, pointer: string): asserts value is string {
  if (typeof value !== "string") throw new CanonicalizationError(pointer, "not a string");
}

// On the wire these are refused as unsafe_number; here they would already have lost digits.
function assertSafeNumbers(value: unknown, pointer: string): void {
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new CanonicalizationError(pointer, "beyond ±(2^53−1); send it as a string");
  if (typeof value !== "object" || value === null) return;
  for (const member of Object.values(value)) assertSafeNumbers(member, pointer);
}
