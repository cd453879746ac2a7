import { isUtf8 } from "node:buffer";
import { escapePointer } from "./canonical";
import { ProtocolError } from "./error";

/** Containers inside each other, the root counted; what comes after may recurse. */
export const JSON_DEPTH_MAX = 64;

/** A pointer quotes the sender's own names: longer ones end at the last whole step. */
const POINTER_CHARS_MAX = 1024;

type RawJsonErrorCode =
  "payload_too_large" | "invalid_json" | "duplicate_member" | "unsafe_number" | "invalid_utf8";

/** `pointer` (RFC 6901) says where: the value, or the container that the fault is in. */
export class RawJsonError extends ProtocolError<RawJsonErrorCode> {
  override readonly name = "RawJsonError";
  constructor(
    code: RawJsonErrorCode,
    readonly pointer: string,
    detail: string,
  ) {
    super(code, detail);
  }
}

/**
 * JSON.parse for bytes whose meaning will be signed: refuses everything that two parsers may read
 * differently. Those are invalid UTF-8, a byte order mark, duplicate member names (compared after
 * their escapes), a member named `__proto__`, integers beyond ±(2^53−1) in any spelling, lone
 * surrogates, U+0000, and nesting over 64 containers; also more than `valuesMax` values, each of which costs who digests them
 * far more than its bytes. Linear in the bytes. Throws {@link RawJsonError}.
 */
export function parseRawJson(bytes: Uint8Array, valuesMax = Infinity): { value: unknown } {
  if (!isUtf8(bytes)) throw new RawJsonError("invalid_utf8", "", "The body is not valid UTF-8.");
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  new Scanner(text, valuesMax).scan();
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    throw new RawJsonError("invalid_json", "", "The body is not valid JSON.");
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const SAFE_CHARS = 3; // the shortest number with an exponent that matters is 1e16
const SIMPLE_ESCAPES = '"\\/bfnrt';
const HEX4 = /^[0-9A-Fa-f]{4}$/;

/** The whole grammar of RFC 8259 with its own stack, so that every fault has a pointer. */
class Scanner {
  private at = 0;
  private depth = 0;
  private readonly frames: Frame[] = [];
  constructor(
    private readonly text: string,
    private valuesLeft: number,
  ) {}

  scan(): void {
    const { text } = this;
    if (text.charCodeAt(0) === BYTE_ORDER_MARK)
      this.fail("The body begins with a byte order mark.");
    this.skipSpace();
    let opened = this.value();
    for (;;) {
      this.skipSpace();
      const frame = this.frames[this.depth - 1];
      if (frame === undefined) break;
      const code = text.charCodeAt(this.at);
      if (code === (frame.isObject ? CLOSE_OBJECT : CLOSE_LIST)) {
        this.at++;
        this.depth--;
        opened = false;
        continue;
      }
      if (!opened) {
        if (code !== COMMA) this.failSyntax();
        this.at++;
        this.skipSpace();
      }
      if (frame.isObject) this.member(frame);
      else frame.step = (frame.step as number) + 1;
      this.skipSpace();
      opened = this.value();
    }
    if (this.at < text.length) this.failSyntax();
  }

  /** One scalar whole, or the opening of a container: then true. */
  private value(): boolean {
    if (this.valuesLeft-- <= 0) this.fail("It holds too many values.", "payload_too_large");
    const code = this.text.charCodeAt(this.at);
    switch (code) {
      case OPEN_OBJECT:
      case OPEN_LIST:
        if (this.depth >= JSON_DEPTH_MAX)
          this.fail(`Nested deeper than ${JSON_DEPTH_MAX} containers.`);
        this.at++;
        (this.frames[this.depth++] ??= new Frame()).open(code === OPEN_OBJECT);
        return true;
      case QUOTE:
        this.string();
        return false;
      case 0x74:
        this.literal("true");
        return false;
      case 0x66:
        this.literal("false");
        return false;
      case 0x6e:
        this.literal("null");
        return false;
      default:
        if (code === MINUS || (code >= 0x30 && code <= 0x39)) this.number();
        else this.failSyntax();
        return false;
    }
  }

  private member(frame: Frame): void {
    frame.step = -1; // a fault in the name itself points at the object
    if (this.text.charCodeAt(this.at) !== QUOTE) this.failSyntax();
    const start = this.at;
    const escaped = this.string();
    const name = escaped
      ? (JSON.parse(this.text.slice(start, this.at)) as string)
      : this.text.slice(start + 1, this.at - 1);
    frame.step = name;
    // Copied member by member, it would set a prototype and be lost from what is digested.
    if (name === "__proto__") this.fail('A member may not be named "__proto__".');
    if (!frame.addName(name)) this.fail("The member appears twice.", "duplicate_member");
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== COLON) this.failSyntax();
    this.at++;
  }

  /** Moves past a string; true when it holds an escape. */
  private string(): boolean {
    const { text } = this;
    let escaped = false;
    for (let i = this.at + 1; ; i++) {
      const code = text.charCodeAt(i);
      if (code === QUOTE) {
        this.at = i + 1;
        return escaped;
      }
      if (code === BACKSLASH) {
        escaped = true;
        i = this.escape(i + 1);
      } else if (!(code >= 0x20)) {
        this.at = i; // a control character, or NaN: the text ended
        this.failSyntax();
      }
    }
  }

  /** `i` is at the character after the backslash; answers where the escape ends. */
  private escape(i: number): number {
    const { text } = this;
    if (text.charAt(i) !== "u") {
      this.at = i;
      if (i >= text.length || !SIMPLE_ESCAPES.includes(text.charAt(i))) this.failSyntax();
      return i;
    }
    const unit = this.hex(i + 1);
    if (unit === 0) this.fail("A string holds U+0000.");
    if (unit < 0xd800 || unit > 0xdfff) return i + 4;
    // A raw surrogate isn't valid UTF-8, so only an escaped pair can be one.
    const isPair = unit < 0xdc00 && text.charAt(i + 5) === "\\" && text.charAt(i + 6) === "u";
    const low = isPair ? this.hex(i + 7) : 0;
    if (low < 0xdc00 || low > 0xdfff)
      this.fail("A string holds half a surrogate pair.", "invalid_utf8");
    return i + 10;
  }

  private hex(i: number): number {
    const digits = this.text.slice(i, i + 4);
    this.at = i;
    if (!HEX4.test(digits)) this.failSyntax();
    return Number.parseInt(digits, 16);
  }

  private number(): void {
    const { text } = this;
    const start = this.at;
    NUMBER.lastIndex = start;
    if (!NUMBER.test(text)) this.failSyntax();
    this.at = NUMBER.lastIndex;
    if (this.at - start <= SAFE_CHARS) return;
    // Every double beyond 2^53 is an integer, however it was spelled; an overflow is Infinity.
    if (Math.abs(Number(text.slice(start, this.at))) > Number.MAX_SAFE_INTEGER) {
      this.at = start;
      this.fail("A number beyond ±(2^53−1) loses digits. Send it as a string.", "unsafe_number");
    }
  }

  private literal(word: string): void {
    if (!this.text.startsWith(word, this.at)) this.failSyntax();
    this.at += word.length;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private failSyntax(): never {
    const where = this.at < this.text.length ? `at character ${this.at + 1}` : "at its end";
    return this.fail(`The body is not valid JSON ${where}.`);
  }

  private fail(detail: string, code: RawJsonErrorCode = "invalid_json"): never {
    let pointer = "";
    for (const { step } of this.frames.slice(0, this.depth)) {
      if (step === -1) break;
      const token = `/${escapePointer(String(step))}`;
      if (pointer.length + token.length > POINTER_CHARS_MAX) break;
      pointer += token;
    }
    throw new RawJsonError(code, pointer, detail);
  }
}

/** Most objects are small: a few comparisons are cheaper than a Set. */
const FEW_NAMES = 8;

/** Where the scanner is inside one container; reused, one for each depth. */
class Frame {
  isObject = false;
  /** The current member's name or element's index; -1 before the first and within a name. */
  step: string | number = -1;
  private count = 0;
  private readonly few: string[] = [];
  private many: Set<string> | null = null;

  open(isObject: boolean): void {
    this.isObject = isObject;
    this.step = -1;
    this.count = 0;
    this.many = null;
  }

  /** False when the name is there already. */
  addName(name: string): boolean {
    if (this.many) return this.many.size !== this.many.add(name).size;
    for (let i = 0; i < this.count; i++) if (this.few[i] === name) return false;
    if (this.count < FEW_NAMES) this.few[this.count++] = name;
    else this.many = new Set(this.few).add(name);
    return true;
  }
}
