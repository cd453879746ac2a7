import { UnreadableJson } from "./json-text";

/** What stands in a secret's place; Terraform's own words for it. */
export const REDACTED = "(sensitive value)";

/** Shorter ones ("", "0", "yes") would take half of the plan with them and tell nobody anything. */
const SPREADS_CHARS_MIN = 4;
/** From here on a secret is looked for inside longer texts too: in a connection string, in a script. */
const WINDOW = 8;

/** A budget of compared characters; a text made to exhaust it is lost whole, with the secret in it. */
const COMPARED_CHARS_MAX = 50_000_000;

/** Some 50,000 secrets, each in two or more spellings; each longer text is searched for all of them. */
const SPELLINGS_MAX = 150_000;

interface Anchored {
  readonly secret: string;
  /** Where in the secret its anchor begins. */
  readonly offset: number;
}

/**
 * Secrets to be found in any text: as the whole of it, and inside it. Each long secret is anchored at the
 * window of its own that fewest others share; a rolling hash finds the anchors of all in one pass.
 */
export class Secrets {
  private readonly exact = new Set<string>();
  private anchors: Map<string, Anchored[]> | null = null;
  /** By hash, whether any anchor has it: most windows are done with here. */
  private filled = new Uint8Array(1);
  private compared = 0;

  get isEmpty(): boolean {
    return this.exact.size === 0;
  }

  /** Throws UnreadableJson past the limit: with some of them left out, what is kept could hold those. */
  add(secret: string): void {
    if (secret.length < SPREADS_CHARS_MIN || secret === REDACTED || this.exact.has(secret)) return;
    this.anchors = null;
    for (const form of formsOf(secret)) this.exact.add(form);
    if (this.exact.size > SPELLINGS_MAX) throw new UnreadableJson("It holds too many secrets.");
  }

  /** `text` without any secret; the same string where there is none. */
  redact(text: string): string {
    if (this.exact.has(text)) return REDACTED;
    if (this.exact.size === 0 || text.length < WINDOW) return text;
    const cuts = this.find(text);
    return cuts === null ? REDACTED : withCuts(text, cuts);
  }

  /** Every secret's place in `text`; null when looking became too dear. */
  private find(text: string): Cut[] | null {
    const anchors = (this.anchors ??= this.anchor());
    const found: Cut[] = [];
    const last = this.filled.length - 1;
    eachWindow(text, (at, hash) => {
      if (this.filled[hash & last] === 0 || this.compared > COMPARED_CHARS_MAX) return;
      for (const { secret, offset } of anchors.get(text.slice(at, at + WINDOW)) ?? []) {
        this.compared += secret.length;
        if (this.compared > COMPARED_CHARS_MAX) return;
        const start = at - offset;
        if (start >= 0 && text.startsWith(secret, start))
          found.push({ start, end: start + secret.length });
      }
    });
    return this.compared > COMPARED_CHARS_MAX ? null : found;
  }

  private anchor(): Map<string, Anchored[]> {
    const long = [...this.exact].filter((secret) => secret.length >= WINDOW);
    const buckets = long.length < FEW_SECRETS ? 1 << 12 : 1 << 20;
    const sharers = new Uint32Array(buckets);
    this.filled = new Uint8Array(buckets);
    for (const secret of long)
      eachWindow(secret, (_at, hash) => {
        const bucket = hash & (buckets - 1);
        sharers[bucket] = (sharers[bucket] ?? 0) + 1;
      });
    const anchors = new Map<string, Anchored[]>();
    for (const secret of long) {
      let best = 0;
      let offset = 0;
      let fewest = Infinity;
      eachWindow(secret, (at, hash) => {
        const bucket = hash & (buckets - 1);
        const count = sharers[bucket] ?? 0;
        if (count >= fewest) return;
        best = bucket;
        offset = at;
        fewest = count;
      });
      this.filled[best] = 1;
      const window = secret.slice(offset, offset + WINDOW);
      const same = anchors.get(window);
      if (same) same.push({ secret, offset });
      else anchors.set(window, [{ secret, offset }]);
    }
    return anchors;
  }
}

/** Written the same everywhere. */
const PLAIN = /^[A-Za-z0-9_.~-]+$/;

/** As itself, and as it is written inside JSON (also by Go, which escapes more), a URL, or base64. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64");
  if (PLAIN.test(secret)) return [secret, base64];
  const json = JSON.stringify(secret).slice(1, -1);
  const byGo = json.replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const forms = [secret, secret.trim(), json, byGo, base64];
  if (secret.isWellFormed()) forms.push(encodeURIComponent(secret));
  return forms.filter((form) => form.length >= SPREADS_CHARS_MIN);
}

interface Cut {
  readonly start: number;
  readonly end: number;
}

function withCuts(text: string, cuts: Cut[]): string {
  let out = "";
  let kept = 0;
  let open: Cut | null = null;
  const close = () => {
    if (!open) return;
    out += text.slice(kept, open.start) + REDACTED;
    kept = open.end;
  };
  for (const cut of cuts.sort((a, b) => a.start - b.start)) {
    if (open !== null && cut.start <= (open as Cut).end) {
      open = { start: (open as Cut).start, end: Math.max((open as Cut).end, cut.end) };
      continue;
    }
    close();
    open = cut;
  }
  close();
  return out + text.slice(kept);
}

/** Fewer than this fit in a table that a processor keeps at hand. */
const FEW_SECRETS = 500;
const BASE = 0x01000193;
/** BASE to the power of WINDOW: the weight of the character that leaves the window. */
const LEAVING = Array.from({ length: WINDOW }).reduce<number>((w) => Math.imul(w, BASE), 1);

/** Calls with the start and the hash of every run of WINDOW characters. */
function eachWindow(text: string, visit: (at: number, hash: number) => void): void {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
    if (i >= WINDOW) hash = (hash - Math.imul(text.charCodeAt(i - WINDOW), LEAVING)) | 0;
    if (i >= WINDOW - 1) visit(i - WINDOW + 1, hash ^ (hash >>> 13));
  }
}
