import { BYTE_ORDER_MARK, endOfString, UnreadableJson, type JsonObject } from "./json-text";

/** What becomes of each value and name; `State` is what is known of the place from the way there. */
export interface Rewriting<State> {
  /** Another value in its place; undefined: it stays, and what is in it is asked about. */
  replace(value: unknown, key: string | number, parent: object, state: State): string | undefined;
  rename(name: string, state: State): string | undefined;
  enter(name: string, state: State): State;
}

/**
 * The text with some of its values and names replaced, and everything else as it was spelled. `value` is
 * what parseJsonText made of it, and is changed alike. Throws UnreadableJson where a member is there twice: parsers differ on it.
 */
export function rewriteJson<State>(
  text: string,
  value: unknown,
  rewriting: Rewriting<State>,
  state: State,
): string {
  return new Rewriter(text, rewriting).run(value, state);
}

class Rewriter<State> {
  private at = 0;
  private kept = 0;
  private readonly parts: string[] = [];
  constructor(
    private readonly text: string,
    private readonly rewriting: Rewriting<State>,
  ) {}

  run(value: unknown, state: State): string {
    if (this.text.startsWith(BYTE_ORDER_MARK)) this.at = 1;
    this.skipSpace();
    this.value(value, "", {}, state);
    this.parts.push(this.text.slice(this.kept));
    return this.parts.join("");
  }

  private value(value: unknown, key: string | number, parent: object, state: State): void {
    const start = this.at;
    const to = this.rewriting.replace(value, key, parent, state);
    if (to !== undefined) {
      this.skipValue();
      this.put(start, to);
      (parent as Record<string | number, unknown>)[key] = to;
    } else if (Array.isArray(value)) this.array(value, state);
    else if (typeof value === "object" && value !== null) this.object(value as JsonObject, state);
    else this.skipValue();
  }

  private array(items: readonly unknown[], state: State): void {
    this.at++;
    for (const [i, item] of items.entries()) {
      this.skipToNext();
      this.value(item, i, items, state);
    }
    this.skipSpace();
    this.at++;
  }

  private object(object: JsonObject, state: State): void {
    const names = Object.keys(object);
    this.at++;
    for (let i = 0; ; i++) {
      this.skipToNext();
      if (this.text.charCodeAt(this.at) === 0x7d) {
        if (i !== names.length) throw new UnreadableJson("A member appears twice.");
        break;
      }
      const start = this.at;
      const name = this.name(names[i]);
      const visible = this.rewriting.rename(name, state);
      if (visible !== undefined) this.put(start, visible);
      const renamed = visible ?? name;
      this.skipSpace();
      this.at++; // the colon
      this.skipSpace();
      this.value(object[name], name, object, this.rewriting.enter(name, state));
      if (renamed === name) continue;
      object[renamed] = object[name];
      delete object[name];
    }
    this.at++;
  }

  /** Names come in the order of the text, but for those that look like a list's index. */
  private name(expected: string | undefined): string {
    const start = this.at;
    this.skipString();
    const end = this.at - 1;
    if (expected?.length === end - start - 1 && this.text.startsWith(expected, start + 1))
      return expected;
    return JSON.parse(this.text.slice(start, this.at)) as string;
  }

  private put(start: number, to: string): void {
    this.parts.push(this.text.slice(this.kept, start), JSON.stringify(to));
    this.kept = this.at;
  }

  private skipValue(): void {
    let depth = 0;
    do {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x22) this.skipString();
      else if (code === 0x7b || code === 0x5b) {
        depth++;
        this.at++;
      } else if (code === 0x7d || code === 0x5d) {
        depth--;
        this.at++;
      } else if (isSpace(code) || code === 0x2c || code === 0x3a) this.at++;
      else this.skipWord();
    } while (depth > 0);
  }

  private skipString(): void {
    this.at = endOfString(this.text, this.at) + 1;
  }

  private skipWord(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (isSpace(code) || code === 0x2c || code === 0x5d || code === 0x7d) return;
    }
  }

  private skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at++;
  }

  /** Past spaces, and past the comma before the next element. */
  private skipToNext(): void {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== 0x2c) return;
    this.at++;
    this.skipSpace();
  }
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
