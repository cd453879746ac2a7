import { parseRawJson, RawJsonError } from "@/client/protocol/raw-json";
import { DomainError } from "@/lib/core/error";
import type { ApiContext } from "./request";

export const BODY_BYTES_MAX = 64 * 1024;
/** Numbers, texts, lists and objects. Five megabytes of zeros would take seconds to digest. */
const BODY_VALUES_MAX = 10_000;

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?$/i;

export interface JsonBody {
  readonly value: unknown;
  /** The body as it came; where it is stored, this is what is stored. */
  readonly text: string;
}

/** Reads a JSON body of at most `maxBytes`. Errors: unsupported_media_type, payload_too_large, invalid_json and its kin. */
export async function readJson(c: ApiContext, maxBytes: number): Promise<JsonBody> {
  const encoding = c.req.header("content-encoding");
  if (
    !JSON_TYPE.test(c.req.header("content-type")?.trim() ?? "") ||
    (encoding && encoding !== "identity")
  )
    throw new DomainError(
      "unsupported_media_type",
      "Send the body as UTF-8 with Content-Type: application/json and without a Content-Encoding.",
    );
  const bytes = await readBytes(c, maxBytes);
  try {
    const { value } = parseRawJson(bytes, BODY_VALUES_MAX);
    return {
      value,
      text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"),
    };
  } catch (error) {
    if (!(error instanceof RawJsonError)) throw error;
    throw new DomainError(error.code, error.detail, {
      errors: [{ pointer: error.pointer, detail: error.detail }],
    });
  }
}

/** The bytes as they came. Errors: payload_too_large. */
export async function readBytes(c: ApiContext, maxBytes: number): Promise<Uint8Array> {
  const announced = c.req.header("content-length");
  if (announced !== undefined) {
    // HTTP's own framing holds the body to this length, so it needs no counting.
    if (!(Number(announced) <= maxBytes)) throw tooLarge(maxBytes);
    const bytes = new Uint8Array(await c.req.raw.arrayBuffer());
    if (bytes.length > maxBytes) throw tooLarge(maxBytes);
    return bytes;
  }
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > maxBytes) {
      void reader.cancel().catch(() => undefined);
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
}

const tooLarge = (maxBytes: number) =>
  new DomainError("payload_too_large", `The body may have at most ${maxBytes} bytes here.`);
